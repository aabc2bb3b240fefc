package offspring.pool;

/**
 * How many assignments a worker may hold: one while they are long, many while they are short.
 *
 * <p>It doubles whenever assignments were done quickly, and falls to one when one was slow.
 * What then waits behind a long one is taken back.
 */
final class Prefetch {

    /** The most a worker holds. */
    static final int MAX = 128;

    private static final long QUICK_NANOS = 200_000;

    private int limit = 1;
    private long since;
    private long doneAtLook = -1;

    /** How many assignments the worker may hold. */
    int limit() {
        return limit;
    }

    /** The worker was idle and has got something to do. */
    void begin(long now) {
        since = now;
    }

    /** The worker has ended so many assignments. */
    void done(int count, long now) {
        boolean quick = (now - since) / count < QUICK_NANOS;
        limit = quick ? Math.min(MAX, limit * 2) : 1;
        since = now;
    }

    /** Whether nothing was done since the last look; if so, the limit falls. */
    boolean isStale(long doneCount) {
        boolean stale = doneAtLook == doneCount;
        doneAtLook = doneCount;
        if (stale) {
            limit = 1;
        }
        return stale;
    }
}
