package offspring.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * The words that one thread waits for at once: futex_waitv(2). The first is its own, by which it is called back.
 *
 * <p>Shape: an array of {@code struct futex_waitv {u64 val; u64 uaddr; u32 flags; u32 reserved;}} in native memory, behind
 * it the thread's own word. The words are of the shared kind, see {@link Futex}.
 */
final class WaitVector {

    /** How many words of others there is room for. */
    static final int PLACES = 127;

    /** The wait ended for another reason than a wake-up of a place. */
    static final int NONE = -1;
    /** There was no wait, as when a word's memory is no more. */
    static final int FAILED = -2;

    private static final long ENTRY_BYTES = 24;
    private static final long VALUE = 0;
    private static final long ADDRESS = 8;
    private static final long FLAGS = 16;
    private static final long OWN_WORD = (PLACES + 1) * ENTRY_BYTES;
    private static final long BYTES = OWN_WORD + Integer.BYTES;

    /** FUTEX2_SIZE_U32; without FUTEX2_PRIVATE. */
    private static final int SHARED_32 = 2;

    private static final long CLOCK_MONOTONIC = 1;

    private static final VarHandle INT = JAVA_INT.varHandle();

    private final MemorySegment memory = Arena.ofAuto().allocate(BYTES, 64);

    /** What the own word says. */
    int callsBack() {
        return (int) INT.getVolatile(memory, OWN_WORD);
    }

    /** Changes the own word: a wait that has begun or begins with what it said before is to end. */
    void announceCallBack() {
        INT.getAndAdd(memory, OWN_WORD, 1);
    }

    /** Ends the wait. */
    void callBack() {
        Native.call(SystemCall.FUTEX, memory.address() + OWN_WORD, Futex.WAKE, 1);
    }

    /** Puts a word in a place, from 0. */
    void set(int place, long address, int expected) {
        put((place + 1) * ENTRY_BYTES, address, expected);
    }

    /**
     * Waits until one of the words in the first places is woken or has another value, or for the time.
     *
     * <p>{@code int futex_waitv(struct futex_waitv *waiters, unsigned int nr_futexes, unsigned int flags, struct timespec
     * *timeout, clockid_t clockid)}, Linux 5.16; the timeout is a time of the clock, and not a duration.
     *
     * @param callsBack what the own word said when the places were filled
     * @return the place that was woken, of several the last; {@link #NONE} or {@link #FAILED} if none was
     */
    int await(int places, int callsBack, long nanos) {
        put(0, memory.address() + OWN_WORD, callsBack);
        MemorySegment end = Timespec.fromNow(CLOCK_MONOTONIC, nanos);
        long result = Native.call(
                SystemCall.FUTEX_WAITV, memory.address(), places + 1, 0, end.address(), CLOCK_MONOTONIC, 0);
        return result > 0 ? (int) result - 1 : isExpected(result) ? NONE : FAILED;
    }

    private static boolean isExpected(long result) {
        return result == 0 || result == -Errno.EAGAIN || result == -Errno.ETIMEDOUT || result == -Errno.EINTR;
    }

    private void put(long at, long address, int expected) {
        memory.set(JAVA_LONG, at + VALUE, Integer.toUnsignedLong(expected));
        memory.set(JAVA_LONG, at + ADDRESS, address);
        memory.set(JAVA_INT, at + FLAGS, SHARED_32);
    }
}
