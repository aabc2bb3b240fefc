package offspring.message;

/**
 * A segment of a stream: the payload of one region, a ring of records. All words in the order of the machine.
 *
 * <pre>
 *      0  next       long   the segment that follows, if there is a record that says so
 *      8  begin      long   the position of its first record; above all those that it had in an earlier use
 *     16  spent      int    1: its memory was given back, so it is of no further use
 *    128  data              a power of two of bytes
 *
 *  a record, at (position mod capacity) in the data, 16-byte aligned:
 *      0  length     int    of the payload; of the region with it, if it is away
 *      4  type       int    15..8 kind, the user's; 7..0: 0 message, 1 message whose payload is in a region of its own,
 *                           2 nothing up to the end of the data, 3 the next record is in the next segment
 *      8  cargo      int    how many handles of shared objects there are
 *     12  removed    int    1: nobody is to take it
 *     16  handles           a long each, every one a use of its cell
 *         payload           or, if it is away, long offset of the region
 * </pre>
 *
 * <p>A reference to a segment is the region's offset, whose last 12 bits are zeros, and in these the capacity's power of two.
 *
 * <p>A record is contiguous, and behind the last one there is always room for one that says where to go on.
 */
final class SegmentLayout {

    static final int NEXT = 0;
    static final int BEGIN = 8;
    static final int SPENT = 16;
    static final int DATA = 128;

    static final int HEAD_BYTES = 16;
    static final int ALIGNMENT = 16;
    static final int LENGTH = 0;
    static final int TYPE = 4;
    static final int CARGO = 8;
    static final int REMOVED = 12;

    static final int MESSAGE = 0;
    static final int AWAY = 1;
    static final int TO_START = 2;
    static final int TO_NEXT = 3;

    static final int SMALLEST_BITS = 14;
    static final int LARGEST_BITS = 24;

    private static final int TYPE_MASK = 0xFF;
    private static final int KIND_SHIFT = 8;
    private static final long BITS_MASK = 0xFFF;

    private SegmentLayout() {}

    static long reference(long regionOffset, int bits) {
        return regionOffset | bits;
    }

    static long offsetOf(long reference) {
        return reference & ~BITS_MASK;
    }

    static int bitsOf(long reference) {
        return (int) (reference & BITS_MASK);
    }

    static int regionBytes(int bits) {
        return DATA + (1 << bits);
    }

    static int type(int word) {
        return word & TYPE_MASK;
    }

    static int kind(int word) {
        return word >>> KIND_SHIFT;
    }

    static int word(int type, int kind) {
        return kind << KIND_SHIFT | type;
    }

    /** What a message takes of a segment. */
    static long recordBytes(int handles, long payloadBytes) {
        return HEAD_BYTES + (long) handles * Long.BYTES + payloadBytes + (ALIGNMENT - 1) & -ALIGNMENT;
    }
}
