package offspring.ring;

import offspring.region.SharedBytes;

/**
 * A ring of bytes with one writer and one reader, version 1. All words in the order of the machine.
 *
 * <pre>
 *      0  magic            long   with the version in its lowest byte
 *      8  capacity         int    bytes of data, a power of two
 *    128  write position   long   all records before it are whole; stored by the writer alone
 *    256  read position    long   what is before it may be overwritten; stored by the reader alone
 *    384  data
 *
 *  a record, at (position mod capacity) in the data, 16-byte aligned:
 *      0  length           int    of the payload
 *      4  type             int    0 and above: the user's; -1: padding, up to the end of the data
 *      8  claim            int    0 ready, 1 claimed by the reader, 2 taken back by the writer
 *     12                          unused
 *     16  payload
 * </pre>
 *
 * <p>Each position has two cache lines of its own (processors fetch them in pairs), so that writer and reader take a line
 * from each other only when they have news. A record is contiguous, so that it can be decoded where it is: one that
 * would cross the end goes to the start, behind padding. That is why no record is larger than half of the ring: then an
 * empty ring always has room for it, wherever its positions stand.
 */
final class RingLayout {

    static final int VERSION = 1;
    static final long MAGIC = 0x474E_4952_5346_4600L | VERSION;

    static final int MAGIC_OFFSET = 0;
    static final int CAPACITY_OFFSET = 8;
    static final int WRITE_POSITION_OFFSET = 128;
    static final int READ_POSITION_OFFSET = 256;
    static final int DATA_OFFSET = 384;

    static final int HEADER_BYTES = 16;
    static final int ALIGNMENT = 16;
    static final int LENGTH = 0;
    static final int TYPE = 4;
    static final int CLAIM = 8;
    static final int PAYLOAD = HEADER_BYTES;

    static final int PADDING = -1;
    static final int READY = 0;
    static final int CLAIMED = 1;
    static final int TAKEN_BACK = 2;

    static final int SMALLEST_CAPACITY = 64;
    static final int LARGEST_CAPACITY = 1 << 30;

    private RingLayout() {}

    /** What a payload takes of the ring. */
    static long recordBytes(long payloadBytes) {
        return HEADER_BYTES + payloadBytes + (ALIGNMENT - 1) & -ALIGNMENT;
    }

    static int maxRecordBytes(int capacity) {
        return capacity / 2 - HEADER_BYTES;
    }

    /** The largest capacity that fits into the memory. */
    static int capacityIn(SharedBytes memory) {
        int bytes = Math.min(memory.size() - DATA_OFFSET, LARGEST_CAPACITY);
        if (bytes < SMALLEST_CAPACITY) {
            throw new IllegalArgumentException("cannot make a ring: the memory is too small; bytes="
                    + memory.size() + " needed=" + (DATA_OFFSET + SMALLEST_CAPACITY));
        }
        return Integer.highestOneBit(bytes);
    }

    static boolean isCapacity(int capacity) {
        return capacity >= SMALLEST_CAPACITY && capacity <= LARGEST_CAPACITY && Integer.bitCount(capacity) == 1;
    }
}
