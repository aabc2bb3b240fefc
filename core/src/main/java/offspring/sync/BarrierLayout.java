package offspring.sync;

import offspring.lock.OwnerTableLayout;

/**
 * A barrier in shared memory.
 *
 * <pre>
 *      0  lock      24 bytes  see {@link LockWordLayout}; held for a moment by who arrives, breaks or resets
 *     24  state     int       31..2 the round, 1 the round before was broken, 0 this one is; waiters wait behind it
 *     28  parties   int
 *     32  timeout   long      nanoseconds, of a wait that gives none; {@link Long#MAX_VALUE}: for ever
 *     40  high      long      see {@link OwnerTableLayout}
 *     48  (unused)
 *     56  entries             16 bytes each, one for each thread that has arrived
 *
 *  the value of an entry:
 *          value     long     63..34 the round, 2..0 state
 * </pre>
 */
final class BarrierLayout {

    static final int STATE = 24;
    static final int PARTIES = 28;
    static final int TIMEOUT = 32;
    private static final int HIGH = 40;
    static final OwnerTableLayout ENTRIES = new OwnerTableLayout(HIGH, 56, 16);

    private static final int BROKEN = 1;
    private static final int BROKEN_BEFORE = 2;
    private static final int ROUND_SHIFT = 2;

    private static final long ARRIVED = 1;
    private static final long PASSED = 2;
    private static final long FAILED = 3;
    private static final long ENTRY_STATE_MASK = 7;
    private static final int ENTRY_ROUND_SHIFT = 34;

    private BarrierLayout() {}

    static boolean isBroken(int state) {
        return (state & BROKEN) != 0;
    }

    static boolean wasBrokenBefore(int state) {
        return (state & BROKEN_BEFORE) != 0;
    }

    static int broken(int state) {
        return state | BROKEN;
    }

    static int next(int state, boolean broken) {
        return round(state) + 1 << ROUND_SHIFT | (broken ? BROKEN_BEFORE : 0);
    }

    static int round(int state) {
        return state >>> ROUND_SHIFT;
    }

    /** How many rounds it is since then, as far as that is 0 or 1. */
    static int roundsSince(int round, int state) {
        return round(state) - round << ROUND_SHIFT >>> ROUND_SHIFT;
    }

    static long arrived(int round) {
        return (long) round << ENTRY_ROUND_SHIFT | ARRIVED;
    }

    static boolean hasArrived(long value) {
        return (value & ENTRY_STATE_MASK) == ARRIVED;
    }

    static int roundOf(long value) {
        return (int) (value >>> ENTRY_ROUND_SHIFT);
    }

    /** An entry whose round is long over, with what became of it. */
    static long ended(long value, boolean broken) {
        return value & ~ENTRY_STATE_MASK | (broken ? FAILED : PASSED);
    }

    static boolean hasFailed(long value) {
        return (value & ENTRY_STATE_MASK) == FAILED;
    }
}
