package offspring.os;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** {@code struct timespec}: seconds, nanoseconds; two 64-bit words on both architectures. */
final class Timespec {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private Timespec() {}

    /** A duration, in the scratch memory of the calling thread: good for its next call. */
    static MemorySegment of(long nanos) {
        MemorySegment timespec = Native.scratch();
        timespec.set(ValueLayout.JAVA_LONG, 0, nanos / NANOS_PER_SECOND);
        timespec.set(ValueLayout.JAVA_LONG, 8, nanos % NANOS_PER_SECOND);
        return timespec;
    }
}
