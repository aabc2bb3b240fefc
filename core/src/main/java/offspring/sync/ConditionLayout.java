package offspring.sync;

import java.nio.ByteOrder;
import offspring.lock.OwnerTableLayout;

/**
 * A condition in shared memory. Zeros are one for which nobody waits.
 *
 * <pre>
 *      0  last      long   the order number of the last who came
 *      8  high      long   see {@link OwnerTableLayout}
 *     16  (unused)
 *     24  entries          16 bytes each, one for each thread that waits
 *
 *  the value of an entry:
 *          value     long   63..2 order number, 1..0 state; waiters wait behind the half with the state. The number is
 *                           that of one who waits, and for one who was signalled the last to whom the signal can go
 * </pre>
 */
final class ConditionLayout {

    static final int LAST = 0;
    private static final int HIGH = 8;
    static final OwnerTableLayout ENTRIES = new OwnerTableLayout(HIGH, 24, 16);

    private static final long WAITING = 1;
    private static final long SIGNALLED = 2;
    private static final long STATE_MASK = 3;
    private static final int ORDER_SHIFT = 2;

    private ConditionLayout() {}

    static long waiting(long order) {
        return order << ORDER_SHIFT | WAITING;
    }

    static boolean isWaiting(long value) {
        return (value & STATE_MASK) == WAITING;
    }

    static long signalled(long last) {
        return last << ORDER_SHIFT | SIGNALLED;
    }

    static long order(long value) {
        return value >>> ORDER_SHIFT;
    }

    static boolean isSignalled(long value) {
        return (value & STATE_MASK) == SIGNALLED;
    }

    static int futexAt(int index) {
        int at = ENTRIES.valueAt(index);
        return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? at : at + Integer.BYTES;
    }
}
