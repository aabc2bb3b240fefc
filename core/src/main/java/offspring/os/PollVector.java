package offspring.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The descriptors that one thread waits for at once: ppoll(2).
 *
 * <p>Shape: an array of {@code struct pollfd {int fd; short events; short revents;}} in native memory, which grows.
 */
final class PollVector {

    private static final long ENTRY_BYTES = 8;
    private static final long EVENTS = 4;
    private static final long RETURNED = 6;
    private static final short POLLIN = 1;

    private MemorySegment memory = allocate(16);
    private int count;

    void clear() {
        count = 0;
    }

    void add(int descriptor) {
        long at = count * ENTRY_BYTES;
        if (at == memory.byteSize()) {
            memory = allocate(2L * count).copyFrom(memory);
        }
        memory.set(JAVA_INT, at, descriptor);
        memory.set(JAVA_SHORT, at + EVENTS, POLLIN);
        memory.set(JAVA_SHORT, at + RETURNED, (short) 0);
        count++;
    }

    /**
     * Waits until one is readable.
     *
     * <p>{@code int ppoll(struct pollfd *fds, nfds_t nfds, const struct timespec *timeout, const sigset_t *sigmask)}.
     *
     * @return false if the call failed
     */
    boolean await(long nanos) {
        long result = Native.call(
                SystemCall.PPOLL, memory.address(), count, Timespec.of(nanos).address(), 0);
        return result >= 0 || result == -Errno.EINTR;
    }

    /** Whether the descriptor in a place was readable, or no descriptor at all. */
    boolean isReady(int place) {
        return memory.get(JAVA_SHORT, place * ENTRY_BYTES + RETURNED) != 0;
    }

    private static MemorySegment allocate(long entries) {
        return Arena.ofAuto().allocate(entries * ENTRY_BYTES, ENTRY_BYTES);
    }
}
