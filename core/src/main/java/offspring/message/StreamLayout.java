package offspring.message;

import offspring.region.SharedCell;

/**
 * A stream of messages: {@value #PARTS} parts of a cell's extension, each with cache lines of its own (see
 * {@link SharedCell#part}). What it carries is in segments, see {@link SegmentLayout}.
 *
 * <pre>
 *  part 0, the put side
 *      0  lock
 *     24  puts       long   how many messages were put: the store of it puts one
 *     32  slot 0            the put side's place, if puts is even
 *           0  segment    long   a segment's reference
 *           8  position   long   where in it the next message goes
 *          16  bytes      long   how much was put in all, the heads of messages included
 *     56  slot 1            the same, if puts is odd
 *     80  spare      long   a segment that was made and is not in use yet; 0: none
 *     88  flags      int    1: closed; 2: the next message goes into the spare
 *
 *  part 1, the take side
 *      0  lock
 *     24  turns      long   how often the place has moved: the store of it takes what lies before
 *     32  slot 0            the take side's place, if turns is even
 *           0  segment    long   a segment's reference
 *           8  position   long   where in it the next message is
 *          16  bytes      long   how much was taken in all
 *          24  takes      long   how many messages lie before it; 63..48 who took the last one, see {@link Tally}
 *     64  slot 1            the same, if turns is odd
 *     96  removed    int    of slot 0: how many that lie behind the place nobody will take
 *    100             int    of slot 1
 *
 *  part 2, of the take side
 *      0  signal     int    behind which those sleep who want a message
 *      8  drained    long   a segment that is to be freed; 0: none
 *     16  due turn   long   what turns is when a message is gone that has uses or a region to be given back; 0: none
 *     24  due number long   which message it is; its record is behind the place
 *     32  due uses   int    how many of its uses are still to be dropped
 *     36  due kind   int    1: it was removed; 0: it was taken
 *
 *  part 3, of the put side
 *      0  signal     int    behind which those sleep who want room
 *      8  away       long   a region that is being filled with a message, 16 its size; 0: none
 *     24  away puts  long   what puts was then: it is the message's own if puts is another now
 * </pre>
 *
 * <p>A slot is written while the other one is valid, and one store makes it valid. So a death at any instruction leaves a
 * message either in the stream or not, and taken or not, and whoever comes next goes on from there.
 */
final class StreamLayout {

    static final int PARTS = 4;
    static final int PUT_SIDE = 0;
    static final int TAKE_SIDE = 1;
    static final int TAKERS = 2;
    static final int PUTTERS = 3;

    static final int PUTS = 24;
    static final int SPARE = 80;
    static final int FLAGS = 88;
    static final int CLOSED = 1;
    static final int TO_SPARE = 2;

    static final int TURNS = 24;

    static final int SIGNAL = 0;
    static final int DRAINED = 8;
    static final int DUE_TURN = 16;
    static final int DUE_NUMBER = 24;
    static final int DUE_USES = 32;
    static final int DUE_KIND = 36;

    // of the put side, too
    static final int FILLING = 8;
    static final int FILLING_BYTES = 16;
    static final int FILLING_PUTS = 24;

    private static final int TAKER_SHIFT = 48;
    private static final long TAKES_MASK = (1L << TAKER_SHIFT) - 1;

    private static final int SLOTS = 32;
    private static final int REMOVED = 96;
    private static final int PUT_SLOT_BYTES = 24;
    private static final int TAKE_SLOT_BYTES = 32;

    // in a slot
    static final int SEGMENT = 0;
    static final int POSITION = 8;
    static final int BYTES = 16;
    static final int TAKES = 24;

    private StreamLayout() {}

    /** The slot that is valid after so many puts. */
    static int putSlot(long puts) {
        return SLOTS + (int) (puts & 1) * PUT_SLOT_BYTES;
    }

    /** The slot that is valid after so many turns. */
    static int takeSlot(long turns) {
        return SLOTS + (int) (turns & 1) * TAKE_SLOT_BYTES;
    }

    /** Where the slot's number of removed messages is. */
    static int removed(long turns) {
        return REMOVED + (int) (turns & 1) * Integer.BYTES;
    }

    static long takes(long word) {
        return word & TAKES_MASK;
    }

    static int taker(long word) {
        return (int) (word >>> TAKER_SHIFT);
    }

    static long takesWord(long takes, int taker) {
        return takes & TAKES_MASK | (long) taker << TAKER_SHIFT;
    }
}
