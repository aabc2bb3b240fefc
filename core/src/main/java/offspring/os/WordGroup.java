package offspring.os;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The virtual threads of this process that wait while one word has one value. It is over when the word has been woken or has
 * another value; who comes later makes a new one.
 *
 * <p>Everything but {@link #isOver} is guarded by the lock of {@link WordWaits}.
 */
final class WordGroup {

    /**
     * What tells one group from another. Two mappings of one word are two words.
     *
     * @param address of the word in this process
     * @param expected the value to wait behind
     */
    record Key(long address, int expected) {}

    private final Key key;
    /** Keeps the address good. */
    private final ByteBuffer memory;

    private final int at;
    private final WordSleeper sleeper;
    private final Set<Thread> threads = new HashSet<>();
    private volatile boolean over;

    WordGroup(Key key, ByteBuffer memory, int at, WordSleeper sleeper) {
        this.key = key;
        this.memory = memory;
        this.at = at;
        this.sleeper = sleeper;
    }

    Key key() {
        return key;
    }

    /** Who looks at the word. */
    WordSleeper sleeper() {
        return sleeper;
    }

    boolean isOver() {
        return over;
    }

    boolean isEmpty() {
        return threads.isEmpty();
    }

    void add(Thread thread) {
        threads.add(thread);
    }

    void remove(Thread thread) {
        threads.remove(thread);
    }

    /** Whether there is no reason to wait any more; also when the memory is gone, which its threads find out by looking. */
    boolean differs() {
        try {
            return (int) Futex.INT.getVolatile(memory, at) != key.expected();
        } catch (IllegalStateException | WrongThreadException closed) {
            return true;
        }
    }

    /** From now on it is over; returns who is to be unparked. */
    List<Thread> end() {
        over = true;
        List<Thread> waking = new ArrayList<>(threads);
        threads.clear();
        return waking;
    }

    /** Gives a wake-up that came when nobody was left here to the next who waits for the word, in whatever process. */
    void passOn() {
        try {
            Futex.wake(memory, at, 1);
        } catch (IllegalStateException closed) {
            // Then nobody waits for it.
        }
    }
}
