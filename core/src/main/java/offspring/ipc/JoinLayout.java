package offspring.ipc;

import offspring.lock.CellWordsLayout;
import offspring.lock.OwnerTableLayout;
import offspring.message.MessageStream;

/**
 * What a {@link JoinableQueue} has besides a {@link QueueLayout}: one more part of the extension, and an entry for each
 * process that takes.
 *
 * <pre>
 *  part 4, payload
 *      0  signal         int    behind which those sleep who join
 *  and by words of the extension
 *    544  base           long   how many items are done, those apart that are booked in entries
 *    552  pending base   long   what base is about to be
 *    560  pending index  long   the entry that is about to be freed; 0: none
 *    568  high           long   see {@link OwnerTableLayout}
 *    576  being removed  long   one more than the number of the item that is about to be removed; 0: none
 *   1024  entries               32 bytes each
 *
 *  an entry:
 *      0  owner          long   flag 1: the process ended, or is about to, by itself; its code is not known
 *      8  taken          long   63..32 how many items it has taken, 31..0 the turn in which it took the last one
 *     16  done           long   how many it has marked as done
 *     24                        unused
 * </pre>
 */
final class JoinLayout {

    static final int PART = MessageStream.PARTS;
    static final int SIGNAL = 0;

    static final int BASE = 544;
    static final int PENDING_BASE = 552;
    static final int PENDING_INDEX = 560;
    private static final int HIGH = 568;
    static final int BEING_REMOVED = 576;
    private static final int FIRST = 1024;
    private static final int ENTRY_BYTES = 32;
    private static final int DONE = 16;

    static final long ENDED_WELL = 1;

    static final OwnerTableLayout ENTRIES = new OwnerTableLayout(HIGH, FIRST, ENTRY_BYTES);

    /** How large the extension is; it is sparse. */
    static final int BYTES = CellWordsLayout.BEYOND_BYTES;

    private static final int TURN_BITS = 32;
    private static final long TURN_MASK = (1L << TURN_BITS) - 1;

    private JoinLayout() {}

    static int takenAt(int index) {
        return ENTRIES.valueAt(index);
    }

    static int doneAt(int index) {
        return ENTRIES.at(index) + DONE;
    }

    static int taken(long word) {
        return (int) (word >>> TURN_BITS);
    }

    static boolean isOf(long word, long turn) {
        return (word & TURN_MASK) == (turn & TURN_MASK);
    }

    /** One more, in this turn. */
    static long counted(long word, long turn) {
        return (long) (taken(word) + 1) << TURN_BITS | turn & TURN_MASK;
    }

    /** Nothing was taken, in that turn. */
    static long forgotten(long word) {
        return word & TURN_MASK;
    }
}
