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
 *          24  takes      long   how many messages were taken or passed over
 *     64  slot 1            the same, if turns is odd
 *
 *  part 2, of the take side
 *      0  signal     int    behind which those sleep who want a message
 *      8  drained    long   a segment that is to be freed; 0: none
 *     16  away       long   a message's own region that is to be freed, 24 its size; 0: none
 *     32  removed    long   how many messages that are marked as removed have not been passed over yet
 *     40  cargo left int    how many uses by the message that is being taken are still to be dropped
 *     48  cargo turn long   what turns is when it is taken
 *     56  cargo      6 longs   the handles; of more than these a death costs the others
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
    static final int AWAY = 16;
    static final int AWAY_BYTES = 24;
    static final int REMOVED = 32;

    // of the put side, too
    static final int FILLING = 8;
    static final int FILLING_BYTES = 16;
    static final int FILLING_PUTS = 24;
    static final int CARGO_LEFT = 40;
    static final int CARGO_TURN = 48;
    static final int CARGO_COUNT = 6;

    private static final int CARGO = 56;

    private static final int TAKER_SHIFT = 48;
    private static final long TAKES_MASK = (1L << TAKER_SHIFT) - 1;

    private static final int SLOTS = 32;
    private static final int PUT_SLOT_BYTES = 24;
    private static final int TAKE_SLOT_BYTES = 32;

    // in a slot
    static final int SEGMENT = 0;
    static final int POSITION = 8;
    static final int BYTES = 16;
    static final int TAKES = 24;

    private StreamLayout() {}

    /** Where a handle is that will have to be dropped. */
    static int cargo(int index) {
        return CARGO + index * Long.BYTES;
    }

    /** The slot that is valid after so many puts. */
    static int putSlot(long puts) {
        return SLOTS + (int) (puts & 1) * PUT_SLOT_BYTES;
    }

    /** The slot that is valid after so many turns. */
    static int takeSlot(long turns) {
        return SLOTS + (int) (turns & 1) * TAKE_SLOT_BYTES;
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
