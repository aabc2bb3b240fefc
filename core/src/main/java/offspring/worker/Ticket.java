package offspring.worker;

/**
 * What parent and worker have agreed on about one assignment, in one word.
 *
 * <pre>
 *  63     62         61..40   39..20   19..0
 *  ended  interrupt  tag      limit    begun
 * </pre>
 *
 * <p>The worker begins an item by moving {@code begun} up by one, the parent takes items back by moving
 * {@code limit} down to {@code begun}; both by compare-and-set of the whole word, so an item is either
 * begun or taken back, never both. Item {@code begun - 1} is the one that runs, until the worker has set
 * {@code ended}. {@code interrupt} says that the parent is about to interrupt the worker's thread
 * because of this very assignment: the worker then waits for the interrupt before it goes on to another.
 * The tag tells assignments apart that use the same slot one after the other.
 */
public final class Ticket {

    /** The largest item number a ticket can name, and so the largest chunk. */
    public static final int MAX_ITEMS = (1 << 20) - 1;

    private static final long ITEM_MASK = MAX_ITEMS;
    private static final long TAG_MASK = (1L << 22) - 1;
    private static final long INTERRUPT = 1L << 62;
    private static final long ENDED = 1L << 63;

    private Ticket() {}

    /** A fresh ticket for the items {@code from} (inclusive) to {@code limit} (exclusive). */
    public static long of(int tag, int from, int limit) {
        return (tag & TAG_MASK) << 40 | (long) limit << 20 | from;
    }

    /** Whether the word belongs to the assignment with this tag. */
    public static boolean isTagged(long word, int tag) {
        return (word >>> 40 & TAG_MASK) == (tag & TAG_MASK);
    }

    /** The number of the first item not begun. */
    public static int begun(long word) {
        return (int) (word & ITEM_MASK);
    }

    /** The number of the first item that is not the worker's to begin. */
    public static int limit(long word) {
        return (int) (word >>> 20 & ITEM_MASK);
    }

    /** Whether the worker has nothing left to begin. */
    public static boolean isUsedUp(long word) {
        return begun(word) >= limit(word);
    }

    /** Whether the worker has ended the last item. */
    public static boolean isEnded(long word) {
        return (word & ENDED) != 0;
    }

    /** Whether an interrupt for this assignment is on its way. */
    public static boolean isInterrupted(long word) {
        return (word & INTERRUPT) != 0;
    }

    /** One more item begun. */
    public static long withNextBegun(long word) {
        return word + 1;
    }

    /** Nothing more to begin. */
    public static long withLimit(long word, int limit) {
        return word & ~(ITEM_MASK << 20) | (long) limit << 20;
    }

    /** The last item has ended. */
    public static long withEnded(long word) {
        return word | ENDED;
    }

    /** An interrupt is on its way. */
    public static long withInterrupt(long word) {
        return word | INTERRUPT;
    }

    /** The interrupt has arrived. */
    public static long withoutInterrupt(long word) {
        return word & ~INTERRUPT;
    }
}
