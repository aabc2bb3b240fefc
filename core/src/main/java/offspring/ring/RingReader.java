package offspring.ring;

import java.nio.ByteBuffer;
import java.util.Objects;
import offspring.region.SharedBytes;

/**
 * The reading side of a {@link RingBuffer}: a cursor. One thread at a time.
 *
 * <pre>{@code
 * while (reader.next()) {
 *     handle(reader.type(), reader.payload());
 * }
 * reader.release();
 * }</pre>
 *
 * <p>{@code next} does not give room back to the writer, {@code release} does, for all records up to the current one: a
 * batch costs one store. Nothing that is read from shared memory is trusted.
 */
public final class RingReader {

    private final SharedBytes memory;
    private final int capacity;
    private final int mask;

    /** The current record; its length is below 0 when there is none. */
    private long position;

    private int length = -1;
    private int type;

    /** Where the next record is. */
    private long nextPosition;
    /** Up to where we know the writer to be: asked for again only when this says that there is no record. */
    private long knownWritePosition;

    RingReader(RingBuffer ring, SharedBytes memory, int capacity) {
        this.memory = memory;
        this.capacity = capacity;
        this.mask = capacity - 1;
        this.nextPosition = ring.readPosition();
        this.knownWritePosition = nextPosition;
        if (nextPosition < 0 || nextPosition % RingLayout.ALIGNMENT != 0) {
            throw RingBuffer.damaged("the read position", 0, nextPosition);
        }
    }

    /** Whether {@link #next()} would find a record. */
    public boolean hasNext() {
        return nextPosition < knownWritePosition || nextPosition < writePosition();
    }

    /**
     * Goes to the next record.
     *
     * @return false if there is none yet; there is no current record then
     * @throws IllegalStateException if what stands there can be no record
     */
    public boolean next() {
        length = -1;
        while (hasNext()) {
            position = nextPosition;
            readHeader();
            if (type != RingLayout.PADDING) {
                return true;
            }
            length = -1;
        }
        return false;
    }

    /** The current record's position, by which its writer knows it. */
    public long position() {
        requireRecord();
        return position;
    }

    /** The current record's type. */
    public int type() {
        requireRecord();
        return type;
    }

    /** How many bytes the current record's payload has. */
    public int length() {
        requireRecord();
        return length;
    }

    /** The current record's payload where it stands: to be used before {@link #release()}. */
    public ByteBuffer payloadInPlace() {
        requireRecord();
        return memory.slice(offset() + RingLayout.PAYLOAD, length).buffer().asReadOnlyBuffer();
    }

    /** The current record's payload, copied. */
    public byte[] payload() {
        requireRecord();
        byte[] bytes = new byte[length];
        copy(0, bytes, 0, length);
        return bytes;
    }

    /** Copies a part of the current record's payload. */
    public void copy(int from, byte[] to, int at, int bytes) {
        requireRecord();
        Objects.checkFromIndexSize(from, bytes, length);
        memory.get(offset() + RingLayout.PAYLOAD + from, to, at, bytes);
    }

    /**
     * Claims the current record, in a ring whose writer may take records back.
     *
     * @return false if it was taken back (or claimed before): pass over it
     */
    public boolean claim() {
        requireRecord();
        return memory.compareAndSetInt(offset() + RingLayout.CLAIM, RingLayout.READY, RingLayout.CLAIMED);
    }

    /**
     * Gives the room of all records up to the current one back to the writer; there is no current record then. Pairs with
     * the acquire in {@code RingWriter.readPosition}: it overwrites only what we have read.
     */
    public void release() {
        length = -1;
        memory.setLongRelease(RingLayout.READ_POSITION_OFFSET, nextPosition);
    }

    /** Reads the header at the current position and moves the next one behind the record, if it can be one. */
    private void readHeader() {
        int claimedLength = memory.getInt(offset() + RingLayout.LENGTH);
        type = memory.getInt(offset() + RingLayout.TYPE);
        long room = Math.min(capacity - (position & mask), knownWritePosition - position);
        if (claimedLength < 0 || RingLayout.recordBytes(claimedLength) > room) {
            throw RingBuffer.damaged("a record's length", position, claimedLength);
        }
        if (type < RingLayout.PADDING) {
            throw RingBuffer.damaged("a record's type", position, type);
        }
        length = claimedLength;
        nextPosition = position + RingLayout.recordBytes(length);
    }

    /** Pairs with the release in {@code RingWriter.publish}: who sees the position sees the records before it. */
    private long writePosition() {
        long written = memory.getLongAcquire(RingLayout.WRITE_POSITION_OFFSET);
        boolean possible = written >= knownWritePosition
                && written - nextPosition <= capacity
                && written % RingLayout.ALIGNMENT == 0;
        if (!possible) {
            throw RingBuffer.damaged("the write position", nextPosition, written);
        }
        knownWritePosition = written;
        return written;
    }

    /** Where the current record is. */
    private int offset() {
        return RingLayout.DATA_OFFSET + ((int) position & mask);
    }

    private void requireRecord() {
        if (length < 0) {
            throw new IllegalStateException("cannot read a record: there is no current one; nextPosition=" + nextPosition);
        }
    }
}
