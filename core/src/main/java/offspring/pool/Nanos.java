package offspring.pool;

import java.time.Duration;

/** Durations as nanoseconds. */
final class Nanos {

    private Nanos() {}

    /** The duration in nanoseconds, or as many as there are if it is longer. */
    static long of(Duration duration) {
        try {
            return duration.toNanos();
        } catch (ArithmeticException longerThanThat) {
            return duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }
}
