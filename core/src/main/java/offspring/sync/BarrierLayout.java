package offspring.sync;

import java.nio.ByteOrder;
import offspring.lock.OwnerTableLayout;

/**
 * A barrier in shared memory.
 *
 * <pre>
 *      0  state     long      63..32 how many have arrived in the round, 31..2 the round, 1 the round before was broken,
 *                             0 this one is; waiters wait behind the half with the round
 *      8  parties   int
 *     12  (unused)
 *     16  timeout   long      nanoseconds, of a wait that gives none; {@link Long#MAX_VALUE}: for ever
 *     24  high      long      see {@link OwnerTableLayout}
 *     32  entries             16 bytes each, one for each thread that arrives or has arrived
 *
 *  the value of an entry:
 *          value     long     63..34 the round, 2..0 state
 * </pre>
 */
final class BarrierLayout {

    static final int STATE = 0;
    static final int PARTIES = 8;
    static final int TIMEOUT = 16;
    private static final int HIGH = 24;
    static final OwnerTableLayout ENTRIES = new OwnerTableLayout(HIGH, 32, 16);

    /** The half of the state that has the round. */
    static final int FUTEX = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? STATE : STATE + Integer.BYTES;

    private static final long BROKEN = 1;
    private static final long BROKEN_BEFORE = 2;
    private static final int ROUND_SHIFT = 2;
    private static final int ARRIVED_SHIFT = 32;
    private static final int ROUND_MASK = -1 >>> ROUND_SHIFT;

    private static final long ARRIVED = 1;
    private static final long PASSED = 2;
    private static final long FAILED = 3;
    private static final long ENTRY_STATE_MASK = 7;
    private static final int ENTRY_ROUND_SHIFT = 34;

    private BarrierLayout() {}

    static boolean isBroken(long state) {
        return (state & BROKEN) != 0;
    }

    static boolean wasBrokenBefore(long state) {
        return (state & BROKEN_BEFORE) != 0;
    }

    static long broken(long state) {
        return state | BROKEN;
    }

    /** The round after it, in which nobody has arrived. */
    static long next(long state, boolean broken) {
        return (long) (round(state) + 1 & ROUND_MASK) << ROUND_SHIFT | (broken ? BROKEN_BEFORE : 0);
    }

    static int round(long state) {
        return (int) state >>> ROUND_SHIFT;
    }

    static int arrived(long state) {
        return (int) (state >>> ARRIVED_SHIFT);
    }

    static long withOneMore(long state) {
        return state + (1L << ARRIVED_SHIFT);
    }

    /** How many rounds it is since then. */
    static int roundsSince(int round, long state) {
        return round(state) - round & ROUND_MASK;
    }

    static long arrivedIn(int round) {
        return (long) round << ENTRY_ROUND_SHIFT | ARRIVED;
    }

    static boolean isIn(long value, int round) {
        return value == arrivedIn(round);
    }

    /** An entry whose round is long over, with what became of it. */
    static long ended(int round, boolean broken) {
        return arrivedIn(round) & ~ENTRY_STATE_MASK | (broken ? FAILED : PASSED);
    }

    static int roundBefore(int round) {
        return round - 1 & ROUND_MASK;
    }

    static boolean hasFailed(long value) {
        return (value & ENTRY_STATE_MASK) == FAILED;
    }
}
