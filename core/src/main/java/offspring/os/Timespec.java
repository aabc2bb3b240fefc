package offspring.os;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** {@code struct timespec}: seconds, nanoseconds; two 64-bit words on both architectures. */
final class Timespec {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private static final long SECONDS = 0;
    private static final long NANOS = 8;

    private Timespec() {}

    /** A duration, in the scratch memory of the calling thread: good for its next call. */
    static MemorySegment of(long nanos) {
        MemorySegment timespec = Native.scratch();
        timespec.set(ValueLayout.JAVA_LONG, SECONDS, nanos / NANOS_PER_SECOND);
        timespec.set(ValueLayout.JAVA_LONG, NANOS, nanos % NANOS_PER_SECOND);
        return timespec;
    }

    /**
     * The time of a clock when a short duration, of hours at most, will be over; in the same place.
     *
     * <p>{@code int clock_gettime(clockid_t clockid, struct timespec *tp)}. Where it is refused the time is over at once.
     */
    static MemorySegment fromNow(long clock, long nanos) {
        MemorySegment timespec = of(0);
        Native.call(SystemCall.CLOCK_GETTIME, clock, timespec.address());
        long end = timespec.get(ValueLayout.JAVA_LONG, NANOS) + nanos;
        long seconds = timespec.get(ValueLayout.JAVA_LONG, SECONDS) + end / NANOS_PER_SECOND;
        timespec.set(ValueLayout.JAVA_LONG, SECONDS, seconds);
        timespec.set(ValueLayout.JAVA_LONG, NANOS, end % NANOS_PER_SECOND);
        return timespec;
    }
}
