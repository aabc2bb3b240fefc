package offspring.sync;

/**
 * What a semaphore knows of a process: an entry of its {@link OwnerTable}.
 *
 * <pre>
 *      0  owner     long   flag {@link #FORFEITED}: the process ended, or is about to, as it should: nothing comes back
 *      8  value     long   63..33 balance, 32 done, 31..0 number of the last turn of this process that is booked here
 *     16  order     long   63..33 number of a turn, 32..2 how many permits, 1..0 kind
 *     24  (unused)
 * </pre>
 *
 * <p>A turn for which there is an order when it is given consists of this one change: it begins frozen. Done says
 * whether the last one was made.
 */
final class BalanceLayout {

    static final long FORFEITED = 1;

    static final int ACQUIRE = 0;
    static final int RELEASE = 1;
    /** A dead process's whole balance comes back, as far as the bound lets it. */
    static final int RETURN = 2;
    /** It does not. */
    static final int DROP = 3;

    private static final int ORDER = 16;

    private static final int BALANCE_SHIFT = 33;
    private static final long DONE = 1L << 32;
    private static final long VALUE_TURN_MASK = (1L << 32) - 1;

    private static final int ORDER_TURN_SHIFT = 33;
    private static final long ORDER_TURN_MASK = (1L << 31) - 1;
    private static final int COUNT_SHIFT = 2;

    private BalanceLayout() {}

    static int valueAt(int index) {
        return SemaphoreLayout.ENTRIES.valueAt(index);
    }

    static int orderAt(int index) {
        return SemaphoreLayout.ENTRIES.at(index) + ORDER;
    }

    static int balance(long value) {
        return (int) (value >>> BALANCE_SHIFT);
    }

    /** What is taken out of the entry when a turn begins. */
    static int drawn(long value) {
        return Math.min(balance(value), SemaphoreLayout.MOST_DRAWN);
    }

    static boolean isDone(long value) {
        return (value & DONE) != 0;
    }

    static boolean isBooked(long value, long turn) {
        return ((value ^ SemaphoreLayout.number(turn)) & VALUE_TURN_MASK) == 0;
    }

    static long booked(long turn, long balance, boolean done) {
        return Math.min(balance, Integer.MAX_VALUE) << BALANCE_SHIFT
                | (done ? DONE : 0)
                | SemaphoreLayout.number(turn) & VALUE_TURN_MASK;
    }

    static long order(long turn, int kind, int count) {
        long number = SemaphoreLayout.number(turn) & ORDER_TURN_MASK;
        return number << ORDER_TURN_SHIFT | (long) count << COUNT_SHIFT | kind;
    }

    /** Whether there is an order for that turn; an order is for something, so none is 0. */
    static boolean isFor(long order, long turn) {
        return order != 0 && distance(order, SemaphoreLayout.number(turn)) == 0;
    }

    /** Whether an order is for a turn after that of another. */
    static boolean isLater(long order, long other) {
        return order != 0 && distance(order, other >>> ORDER_TURN_SHIFT) > 0;
    }

    private static int distance(long order, long number) {
        return (int) ((order >>> ORDER_TURN_SHIFT) - number << 1);
    }

    static int kind(long order) {
        return (int) (order & 3);
    }

    static int count(long order) {
        return (int) (order >>> COUNT_SHIFT) & Integer.MAX_VALUE;
    }
}
