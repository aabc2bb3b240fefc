package offspring.sync;

import java.time.Duration;
import offspring.handle.Handle;
import offspring.lock.Step;
import offspring.region.SharedCell;

/**
 * A flag that processes wait for: once it is set, everybody who waits goes on, and nobody waits any more until it is cleared.
 *
 * <p>Shape: one word of the family's shared memory; clear at first.
 *
 * <p>Processes: captured by a task, passed or sent, it is the same event in every process of the program. Any of them may set,
 * clear and await it. A process that dies while it waits, or just after it has set the event, holds up nobody.
 *
 * <p>Blocking: {@code await}; an interrupt ends the wait with an {@link InterruptedException} and changes nothing. A virtual
 * thread parks. A wait that nobody ends goes on for ever.
 *
 * <p>Order: what was done before {@link #set} is seen after the {@code await} that it ended.
 *
 * <p>Lifetime: as long as anybody can reach it; there is nothing to close.
 *
 * <p>Cost: no system call, save to sleep and to wake who sleeps. A sleeper looks for itself every 100 ms.
 *
 * @apiNote Python: {@code multiprocessing.Event}. Differs: who was waiting when the event was set goes on, even if it is
 *     cleared again at once.
 */
public final class SharedEvent extends SharedObject {

    private static final long serialVersionUID = 1;

    SharedEvent(SharedCell cell) {
        super(SyncKind.EVENT, cell);
    }

    /**
     * Makes an event, which is clear.
     *
     * @return a new event
     * @throws java.io.UncheckedIOException if there is no memory for it
     */
    public static SharedEvent create() {
        return new SharedEvent(Handle.newCell(SyncKind.EVENT));
    }

    /** Sets it: all who wait go on. Setting it again changes nothing. */
    public void set() {
        while (true) {
            int seen = word();
            if (change(seen, EventLayout.set(seen))) {
                Step.EVENT_SET.reached();
                if (EventLayout.hasSleepers(seen)) {
                    cell().wake(EventLayout.WORD, Integer.MAX_VALUE);
                }
                return;
            }
        }
    }

    /** Clears it: who comes from now on waits. */
    public void clear() {
        int seen = word();
        while (EventLayout.isSet(seen) && !change(seen, EventLayout.clear(seen))) {
            seen = word();
        }
    }

    /**
     * Whether it is set at this moment.
     *
     * @return true after {@link #set}, false after {@link #clear} and at first
     */
    public boolean isSet() {
        return EventLayout.isSet(word());
    }

    /**
     * Waits until it is set. Returns at once if it is.
     *
     * @throws InterruptedException if the thread is interrupted before or meanwhile
     */
    public void await() throws InterruptedException {
        await(Long.MAX_VALUE);
    }

    /**
     * Waits until it is set or the time is over.
     *
     * @param timeout how long at most; zero or negative means to look once
     * @return whether it was set, false after the timeout
     * @throws InterruptedException if the thread is interrupted before or meanwhile
     */
    public boolean await(Duration timeout) throws InterruptedException {
        return await(AnyWait.nanos(timeout));
    }

    private boolean await(long nanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        long start = System.nanoTime();
        int before = word();
        for (int seen = before; !EventLayout.wasSetSince(before, seen); seen = word()) {
            long left = nanos - (System.nanoTime() - start);
            if (left <= 0) {
                return false;
            }
            int sleeping = EventLayout.withSleepers(seen);
            if (seen == sleeping || change(seen, sleeping)) {
                Step.EVENT_ANNOUNCED.reached();
                cell().await(EventLayout.WORD, sleeping, left);
            }
        }
        return true;
    }

    private int word() {
        return cell().getInt(EventLayout.WORD);
    }

    private boolean change(int from, int to) {
        return cell().compareAndSetInt(EventLayout.WORD, from, to);
    }

    /** Says whether it is set. */
    @Override
    public String toString() {
        return "SharedEvent[" + (isSet() ? "set" : "clear") + "]";
    }
}
