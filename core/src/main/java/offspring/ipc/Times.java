package offspring.ipc;

import java.time.Duration;

/** Times as users give them. */
final class Times {

    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private Times() {}

    /** In nanoseconds, those beyond 292 years as long as can be. */
    static long nanos(Duration timeout) {
        return timeout.compareTo(LONGEST) >= 0 ? Long.MAX_VALUE : timeout.isNegative() ? 0 : timeout.toNanos();
    }
}
