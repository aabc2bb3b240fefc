package offspring.sync;

import offspring.lock.OwnerTableLayout;

/**
 * A semaphore in shared memory.
 *
 * <pre>
 *      0  word      long   63..33 permits, 32..7 number of the turn, 6..2 extra, 1 more, 0 frozen
 *      8  turn      long   63..16 number of the turn, 15..0 index of the entry whose turn it is; 0: nobody's
 *     16  signal    int    see {@link offspring.lock.Sleepers}
 *     20  bound     int    the most permits that there may be
 *     24  high      long   see {@link OwnerTableLayout}
 *     32  looked    long   when somebody last asked for the dead, in nanoseconds of the machine's clock
 *     40  entries          32 bytes each, see {@link BalanceLayout}
 * </pre>
 *
 * <p>A semaphore that gives nothing back has its permits in the word and no turns and entries.
 *
 * <p>Extra is what the process whose turn it is holds on top of its entry, of which it took up to {@value
 * #MOST_DRAWN} permits when the turn began; more says that it could not take all. In a turn that was made for one
 * change (see {@link BalanceLayout}) extra is 1 if the change was made.
 */
final class SemaphoreLayout {

    static final int WORD = 0;
    static final int TURN = 8;
    static final int SIGNAL = 16;
    static final int BOUND = 20;
    static final int HIGH = 24;
    static final int LOOKED = 32;
    static final OwnerTableLayout ENTRIES = new OwnerTableLayout(HIGH, 40, 32);

    /** The turn of nobody, over before it began. */
    static final long FIRST_TURN = 0;

    static final int MOST_DRAWN = 15;
    private static final int MOST_EXTRA = 31;

    private static final long FROZEN = 1;
    private static final long MORE = 2;
    private static final int EXTRA_SHIFT = 2;
    private static final long EXTRA_MASK = MOST_EXTRA;
    private static final int WORD_TURN_SHIFT = 7;
    private static final long WORD_TURN_MASK = (1L << 26) - 1;
    private static final int PERMITS_SHIFT = 33;

    private static final int NUMBER_SHIFT = 16;
    private static final long INDEX_MASK = 0xFFFF;

    private SemaphoreLayout() {}

    static long firstWord(int permits) {
        return (long) permits << PERMITS_SHIFT | FROZEN;
    }

    static int permits(long word) {
        return (int) (word >>> PERMITS_SHIFT);
    }

    static int extra(long word) {
        return (int) (word >>> EXTRA_SHIFT & EXTRA_MASK);
    }

    static boolean hasMore(long word) {
        return (word & MORE) != 0;
    }

    static boolean isFrozen(long word) {
        return (word & FROZEN) != 0;
    }

    static long frozen(long word) {
        return word | FROZEN;
    }

    /** The word of a turn that begins. */
    static long begun(long turn, int permits, int extra, boolean more) {
        return (long) permits << PERMITS_SHIFT
                | (number(turn) & WORD_TURN_MASK) << WORD_TURN_SHIFT
                | (long) extra << EXTRA_SHIFT
                | (more ? MORE : 0);
    }

    /** Whether so many permits can be had (below 0), or so many more be there. */
    static boolean allows(long word, int change, int bound) {
        return change < 0 ? permits(word) >= -change : permits(word) <= bound - change;
    }

    /** Whether the word alone can tell what becomes of the balance. */
    static boolean canSay(long word, int change) {
        return change < 0 ? extra(word) - change <= MOST_EXTRA : extra(word) >= change || !hasMore(word);
    }

    /**
     * With more permits, or fewer; the balance of the process whose turn it is changes the other way, not below zero.
     */
    static long changed(long word, int change) {
        int less = Math.min(change, extra(word));
        return word + ((long) change << PERMITS_SHIFT) - ((long) less << EXTRA_SHIFT);
    }

    /** The same where no balance is kept. */
    static long changedByNobody(long word, int change) {
        return word + ((long) change << PERMITS_SHIFT);
    }

    static long number(long turn) {
        return turn >>> NUMBER_SHIFT;
    }

    static int index(long turn) {
        return (int) (turn & INDEX_MASK);
    }

    static long next(long turn, int index) {
        return number(turn) + 1 << NUMBER_SHIFT | index;
    }

    /** Whether the word is of that turn. */
    static boolean isOf(long word, long turn) {
        return ((word >>> WORD_TURN_SHIFT ^ number(turn)) & WORD_TURN_MASK) == 0;
    }

    /** Whether the word is of the turn before. */
    static boolean isBefore(long word, long turn) {
        return ((word >>> WORD_TURN_SHIFT) + 1 - number(turn) & WORD_TURN_MASK) == 0;
    }
}
