package offspring.lock;

import java.util.function.Consumer;

/**
 * Places between two accesses to shared memory at which a process may be killed, for tests that do so. Whom they tell is the
 * class that {@value #PROPERTY} names, a {@code Consumer} of steps; usually nobody, and then the calls are compiled to nothing.
 */
public enum Step {
    /** The word says that this process holds the lock, and does not say which thread. */
    LOCK_TAKEN,
    /** All is said of the new holder. */
    LOCK_NOTED,
    /** As LOCK_TAKEN, of a lock that has a mark, or had a holder a moment ago. */
    LOCK_TAKEN_FREE,
    /** As LOCK_TAKEN, by one who was about to sleep, or has slept; the word says that others may. */
    LOCK_TAKEN_BY_SLEEPER,
    /** The word says that somebody sleeps. */
    LOCK_ANNOUNCED,
    /** The word says that the holder's process has ended, and nobody was woken. */
    LOCK_END_HEARD,
    /** A dead holder's lock is ours, and what is said of the thread is the dead one's. */
    LOCK_TAKEN_OVER,
    /** A reentrant lock is about to be free, and nobody's already. */
    LOCK_FORGOTTEN,
    /** The lock is free, and nobody was woken. */
    LOCK_RELEASED,
    /** The event is set, and nobody was woken. */
    EVENT_SET,
    /** The event's word says that somebody sleeps. */
    EVENT_ANNOUNCED,
    /** There is an entry of ours in the condition, and it does not say yet that we wait. */
    CONDITION_CLAIMED,
    /** It says so, and we still have the lock. */
    CONDITION_WAITING,
    /** The lock is free. */
    CONDITION_UNLOCKED,
    /** A waiter's entry says that it was signalled, and it was not woken. */
    CONDITION_SIGNALLED,
    /** Our entry says nothing any more, and is still ours. */
    CONDITION_LEAVING,
    /** The permits are ours. */
    PERMITS_TAKEN,
    /** The semaphore says that somebody sleeps. */
    PERMITS_ANNOUNCED,
    /** The permits are there, and nobody was woken. */
    PERMITS_RELEASED,
    /** There is an entry of ours in the barrier, and it does not say yet that we have arrived. */
    BARRIER_CLAIMED,
    /** It says so, and we are not counted. */
    BARRIER_ENTERED,
    /** We are. */
    BARRIER_ARRIVED,
    /** The round is over, and nobody was woken. */
    BARRIER_OVER,
    /** A larger segment for a stream was made, and the stream does not know of it. */
    PUT_GROWN,
    /** The message is in the stream's memory, and nobody sees it. */
    PUT_WRITTEN,
    /** The message is in the stream, and nobody was woken. */
    PUT_DONE,
    /** The message is copied, and still in the stream. */
    TAKE_COPIED,
    /** There is a note of what will be given back of a message, which is still in the stream. */
    TAKE_NOTED,
    /** The message is ours, and what it leaves empty was not given back. */
    TAKE_DONE,
    /** Nobody will take the message, and what is in it was not given back. */
    TAKE_REMOVED,
    /** What was in a message is given back, and nothing says so. */
    TAKE_GIVEN_BACK,
    /** An item that was taken is marked as done, and nobody who joins was woken. */
    JOIN_DONE,
    /** An item that was removed counts as done, and the note of it says that it will. */
    JOIN_REMOVED,
    /** There is a note that what a dead process had in hand is to count as done, and nothing else says so. */
    JOIN_NOTED,
    /** It counts as done, and the dead process's entry still has it. */
    JOIN_COUNTED,
    /** The entry is free, and the note says that it is about to be. */
    JOIN_FREED,
    /** The pipe counts an end as a use, and the end does not know of the pipe. */
    PIPE_END_COUNTED,
    /** Nobody holds the end of a pipe any more, and nobody was told. */
    PIPE_END_GONE;

    public static final String PROPERTY = "offspring.steps";

    private static final Consumer<Step> WATCHER = watcher(System.getProperty(PROPERTY));

    public void reached() {
        if (WATCHER != null) {
            WATCHER.accept(this);
        }
    }

    private static Consumer<Step> watcher(String className) {
        if (className == null) {
            return null;
        }
        try {
            Object watcher = Class.forName(className, true, ClassLoader.getSystemClassLoader())
                    .getDeclaredConstructor()
                    .newInstance();
            @SuppressWarnings("unchecked") // what the property is for
            Consumer<Step> told = (Consumer<Step>) watcher;
            return told;
        } catch (ReflectiveOperationException | ClassCastException wrong) {
            throw new IllegalArgumentException("cannot tell " + className + " of steps: -D" + PROPERTY
                    + " is to name a Consumer with a constructor without arguments", wrong);
        }
    }
}
