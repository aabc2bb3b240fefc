package offspring.message;

import java.io.IOException;
import offspring.region.FamilyHeap;
import offspring.region.Region;
import offspring.region.SharedBytes;

/**
 * A ring of records as this process sees it. Positions only grow; who has the lock of a side moves that side's.
 *
 * <p>Nothing here blocks or wakes, and nothing is seen by others before its side's commit.
 */
final class Segment {

    private static final long[] NO_HANDLES = {};

    private final long reference;
    private final Region region;
    private final SharedBytes memory;
    private final int capacity;

    private Segment(long reference, Region region) {
        this.reference = reference;
        this.region = region;
        this.memory = region.memory();
        this.capacity = 1 << SegmentLayout.bitsOf(reference);
    }

    /** Makes an empty one, whose memory is there. */
    static Segment create(FamilyHeap heap, int bits) throws IOException {
        Region region = heap.allocateNow(SegmentLayout.regionBytes(bits));
        return new Segment(SegmentLayout.reference(region.offset(), bits), region);
    }

    /** The one that a reference is of. */
    static Segment attach(FamilyHeap heap, long reference) throws IOException {
        int bits = SegmentLayout.bitsOf(reference);
        if (bits < SegmentLayout.SMALLEST_BITS || bits > SegmentLayout.LARGEST_BITS) {
            throw new IOException("cannot use a stream of messages: it is damaged; segment=" + Long.toHexString(reference));
        }
        return new Segment(
                reference, heap.attach(SegmentLayout.offsetOf(reference), SegmentLayout.regionBytes(bits)));
    }

    long reference() {
        return reference;
    }

    Region region() {
        return region;
    }

    int bits() {
        return SegmentLayout.bitsOf(reference);
    }

    int capacity() {
        return capacity;
    }

    long next() {
        return memory.getLongVolatile(SegmentLayout.NEXT);
    }

    /** Where its first record is. */
    long begin() {
        return memory.getLongVolatile(SegmentLayout.BEGIN);
    }

    /**
     * Makes it fit for another use. Positions go on growing, so that what somebody knows of the earlier use says at worst that
     * there is less room than there is.
     *
     * @param taken a position that was taken in it
     */
    void renew(long taken) {
        memory.setLongVolatile(SegmentLayout.BEGIN, taken + 2L * capacity & -capacity);
    }

    /** Gives its memory back. Nothing is in it, and but one record more will be: the one that says where to go on. */
    void spend(FamilyHeap heap) throws IOException {
        memory.setIntVolatile(SegmentLayout.SPENT, 1);
        heap.giveBack(region, SegmentLayout.DATA, capacity);
    }

    /** Whether its memory was given back: it would have to be taken anew. */
    boolean isSpent() {
        return memory.getIntVolatile(SegmentLayout.SPENT) != 0;
    }

    /** How much has to stand between write and take position for a record of this size, or is to be skipped before it. */
    long padding(long position, long recordBytes) {
        long toEnd = capacity - (position & capacity - 1);
        return recordBytes > toEnd ? toEnd : 0;
    }

    /** Whether a record fits, and behind it one that says where to go on. */
    boolean fits(long position, long taken, long recordBytes) {
        return position + padding(position, recordBytes) + recordBytes + SegmentLayout.HEAD_BYTES - taken <= capacity;
    }

    /** Whether a record of this size fits wherever the positions stand, if nothing else is there. */
    static boolean alwaysFits(int bits, long recordBytes) {
        return 2 * recordBytes + SegmentLayout.HEAD_BYTES <= 1L << bits;
    }

    /** Writes a record that fits; the position behind it. */
    long write(long position, long recordBytes, Outgoing message) {
        long start = skipTo(position, recordBytes);
        int at = offset(start);
        writeHead(at, message.length(), SegmentLayout.word(SegmentLayout.MESSAGE, message.kind()), message.handleCount());
        int payload = writeHandles(at, message);
        memory.put(payload, message.array(), message.from(), message.length());
        return start + recordBytes;
    }

    /** Writes a record that fits for a message that is in a region of its own. */
    long writeAway(long position, long recordBytes, Outgoing message, long regionOffset) {
        long start = skipTo(position, recordBytes);
        int at = offset(start);
        writeHead(at, message.length(), SegmentLayout.word(SegmentLayout.AWAY, message.kind()), message.handleCount());
        memory.putLong(writeHandles(at, message), regionOffset);
        return start + recordBytes;
    }

    /** Says that what comes at this position is in another segment. */
    void writeNext(long position, long nextReference) {
        memory.setLongVolatile(SegmentLayout.NEXT, nextReference);
        writeHead(offset(position), 0, SegmentLayout.TO_NEXT, 0);
    }

    private long skipTo(long position, long recordBytes) {
        long padding = padding(position, recordBytes);
        if (padding > 0) {
            writeHead(offset(position), 0, SegmentLayout.TO_START, 0);
        }
        return position + padding;
    }

    private int writeHandles(int at, Outgoing message) {
        int next = at + SegmentLayout.HEAD_BYTES;
        for (int i = 0; i < message.handleCount(); i++, next += Long.BYTES) {
            memory.putLong(next, message.handle(i));
        }
        return next;
    }

    private void writeHead(int at, int length, int type, int cargo) {
        memory.putInt(at + SegmentLayout.LENGTH, length);
        memory.putInt(at + SegmentLayout.TYPE, type);
        memory.putInt(at + SegmentLayout.CARGO, cargo);
        memory.putInt(at + SegmentLayout.REMOVED, 0);
    }

    int type(long position) {
        return SegmentLayout.type(memory.getInt(offset(position) + SegmentLayout.TYPE));
    }

    int kind(long position) {
        return SegmentLayout.kind(memory.getInt(offset(position) + SegmentLayout.TYPE));
    }

    /** Where the data begin again. */
    long wrapped(long position) {
        return position + capacity - (position & capacity - 1);
    }

    int length(long position) {
        return memory.getInt(offset(position) + SegmentLayout.LENGTH);
    }

    boolean isRemoved(long position) {
        return memory.getIntVolatile(offset(position) + SegmentLayout.REMOVED) != 0;
    }

    void remove(long position) {
        memory.setIntVolatile(offset(position) + SegmentLayout.REMOVED, 1);
    }

    int handleCount(long position) {
        return memory.getInt(offset(position) + SegmentLayout.CARGO);
    }

    long handle(long position, int index) {
        return memory.getLong(offset(position) + SegmentLayout.HEAD_BYTES + index * Long.BYTES);
    }

    /** Whether there is nothing to be given back when it is gone. */
    boolean isPlain(long position) {
        return type(position) == SegmentLayout.MESSAGE && handleCount(position) == 0;
    }

    long[] handles(long position) {
        int count = handleCount(position);
        if (count == 0) {
            return NO_HANDLES;
        }
        long[] handles = new long[count];
        for (int i = 0; i < count; i++) {
            handles[i] = handle(position, i);
        }
        return handles;
    }

    /** The region with the payload of a message that is away. */
    long awayOffset(long position) {
        return memory.getLong(payload(position));
    }

    /** Copies a message's payload out. */
    byte[] copy(long position) {
        byte[] bytes = new byte[length(position)];
        memory.get(payload(position), bytes, 0, bytes.length);
        return bytes;
    }

    /** What the record takes, without what is skipped before it. */
    long recordBytes(long position) {
        boolean away = type(position) == SegmentLayout.AWAY;
        return SegmentLayout.recordBytes(handleCount(position), away ? Long.BYTES : length(position));
    }

    /** What the message there takes in a region of its own. */
    long awayBytes(long position) {
        return type(position) == SegmentLayout.AWAY ? length(position) : 0;
    }

    private int payload(long position) {
        return offset(position) + SegmentLayout.HEAD_BYTES + handleCount(position) * Long.BYTES;
    }

    private int offset(long position) {
        return SegmentLayout.DATA + (int) (position & capacity - 1);
    }
}
