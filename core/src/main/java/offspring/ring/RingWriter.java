package offspring.ring;

import offspring.region.SharedBytes;

/** The writing side of a {@link RingBuffer}. One thread at a time. */
public final class RingWriter {

    /** What {@link #tryWrite} gives when there is no room. */
    public static final long FULL = -1;

    private static final byte[] NOTHING = {};

    private final SharedBytes memory;
    private final int capacity;
    private final int mask;
    private final int maxRecordBytes;

    private long writePosition;
    /** Up to where we know the reader to be: asked for again only when this says that there is no room. */
    private long knownReadPosition;

    RingWriter(RingBuffer ring, SharedBytes memory, int capacity) {
        this.memory = memory;
        this.capacity = capacity;
        this.mask = capacity - 1;
        this.maxRecordBytes = ring.maxRecordBytes();
        this.writePosition = ring.writePosition();
        this.knownReadPosition = ring.readPosition();
        if (writePosition < 0 || writePosition % RingLayout.ALIGNMENT != 0) {
            throw RingBuffer.damaged("the write position", 0, writePosition);
        }
        requirePossible(knownReadPosition, writePosition - capacity);
    }

    /** The largest payload that a record may have. */
    public int maxRecordBytes() {
        return maxRecordBytes;
    }

    /** Writes a record. See the other form. */
    public long tryWrite(int type, byte[] payload) {
        return tryWrite(type, payload, 0, payload.length, NOTHING, 0, 0);
    }

    /**
     * Writes a record whose payload stands in two places, without putting them together first. The reader sees it, and
     * all that was done before, once this returns.
     *
     * @param type 0 or above
     * @return the record's position, or {@link #FULL}: nothing was written
     * @throws IllegalArgumentException if the payload is larger than {@link #maxRecordBytes()} or the type below 0
     */
    public long tryWrite(
            int type, byte[] head, int headFrom, int headBytes, byte[] tail, int tailFrom, int tailBytes) {
        long length = (long) headBytes + tailBytes;
        if (length > maxRecordBytes || type < 0) {
            throw new IllegalArgumentException("cannot write a record: it is too large or has no valid type; bytes="
                    + length + " maxRecordBytes=" + maxRecordBytes + " type=" + type);
        }
        long start = room(RingLayout.recordBytes(length));
        if (start == FULL) {
            return FULL;
        }
        int at = offset(start);
        writeHeader(at, (int) length, type);
        memory.put(at + RingLayout.PAYLOAD, head, headFrom, headBytes);
        memory.put(at + RingLayout.PAYLOAD + headBytes, tail, tailFrom, tailBytes);
        publish(start + RingLayout.recordBytes(length));
        return start;
    }

    /** Up to where this side has written: what the next record's position is, padding apart. */
    public long position() {
        return writePosition;
    }

    /** Whether the reader has released the record at this position. */
    public boolean wasConsumed(long position) {
        return position < readPosition();
    }

    /**
     * Takes a record back that the reader has not claimed: it will find it and must pass over it. Only for rings whose
     * reader claims every record before it releases it.
     *
     * <p>Race: we see the record unread; the reader claims and releases it; its place is overwritten; we take back another
     * record. It cannot be, since only the writer overwrites, which is us: the place still holds the record, claimed.
     *
     * @param position of a record that this ring's writer wrote
     * @return true if nobody will work on it now; false if the reader has claimed it, or it was taken back before
     */
    public boolean takeBack(long position) {
        if (position < 0 || position >= writePosition || position % RingLayout.ALIGNMENT != 0) {
            throw new IllegalArgumentException(
                    "cannot take back a record: there is none; position=" + position + " written=" + writePosition);
        }
        if (wasConsumed(position)) {
            return false;
        }
        int claim = offset(position) + RingLayout.CLAIM;
        return memory.compareAndSetInt(claim, RingLayout.READY, RingLayout.TAKEN_BACK);
    }

    /** Where a record of this size goes, padding written if it is needed; or {@link #FULL}. */
    private long room(long recordBytes) {
        long start = writePosition;
        long toEnd = capacity - (start & mask);
        long padding = recordBytes > toEnd ? toEnd : 0;
        if (start + padding + recordBytes - knownReadPosition > capacity
                && start + padding + recordBytes - readPosition() > capacity) {
            return FULL;
        }
        if (padding > 0) {
            int length = (int) padding - RingLayout.HEADER_BYTES;
            writeHeader(offset(start), length, RingLayout.PADDING);
        }
        return start + padding;
    }

    private int offset(long position) {
        return RingLayout.DATA_OFFSET + ((int) position & mask);
    }

    private void writeHeader(int at, int length, int type) {
        memory.putInt(at + RingLayout.LENGTH, length);
        memory.putInt(at + RingLayout.TYPE, type);
        memory.putInt(at + RingLayout.CLAIM, RingLayout.READY);
    }

    /** Pairs with the acquire in {@code RingReader.writePosition}: who sees the position sees the record. */
    private void publish(long position) {
        writePosition = position;
        memory.setLongRelease(RingLayout.WRITE_POSITION_OFFSET, position);
    }

    /** Pairs with the release in {@code RingReader.release}: what it has read may be overwritten. */
    private long readPosition() {
        long position = memory.getLongAcquire(RingLayout.READ_POSITION_OFFSET);
        requirePossible(position, knownReadPosition);
        knownReadPosition = position;
        return position;
    }

    private void requirePossible(long position, long least) {
        if (position < least || position > writePosition || position < 0) {
            throw RingBuffer.damaged("the read position", writePosition, position);
        }
    }
}
