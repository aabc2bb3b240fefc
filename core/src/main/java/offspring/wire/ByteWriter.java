package offspring.wire;

import java.io.OutputStream;
import java.util.Arrays;

/** Bytes that grow as they are written; numbers are little-endian. Not for several threads. */
final class ByteWriter extends OutputStream {

    /** The most that an array can hold in every JVM. */
    static final int LIMIT = Integer.MAX_VALUE - 8;

    private final int limit;
    private byte[] bytes;
    private int size;

    ByteWriter(int capacity) {
        this(capacity, LIMIT);
    }

    /** Grows to so many bytes at most. */
    ByteWriter(int capacity, int limit) {
        this.bytes = new byte[capacity];
        this.limit = limit;
    }

    int size() {
        return size;
    }

    /** Forgets what was written after {@code earlierSize}. */
    void rewind(int earlierSize) {
        size = earlierSize;
    }

    /** The same, and keeps no room for it. */
    void shrink(int earlierSize) {
        bytes = Arrays.copyOf(bytes, earlierSize);
        size = earlierSize;
    }

    byte[] toByteArray() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }

    /** The array written to, for bulk copies after {@link #reserve}. */
    byte[] array() {
        return bytes;
    }

    /**
     * Makes room.
     *
     * @return where the room begins in {@link #array}; counted as written
     */
    int reserve(long count) {
        int start = size;
        if (bytes.length - start < count) {
            grow(start + count);
        }
        size = (int) (start + count);
        return start;
    }

    private void grow(long needed) {
        if (needed > limit) {
            throw new TooBigException(needed);
        }
        long doubled = Math.min(limit, Math.max(64L, 2L * bytes.length));
        bytes = Arrays.copyOf(bytes, (int) Math.max(needed, doubled));
    }

    @Override
    public void write(int b) {
        int at = reserve(1);
        bytes[at] = (byte) b;
    }

    @Override
    public void write(byte[] b, int offset, int length) {
        int at = reserve(length);
        System.arraycopy(b, offset, bytes, at, length);
    }

    void putShort(int value) {
        int at = reserve(2);
        bytes[at] = (byte) value;
        bytes[at + 1] = (byte) (value >> 8);
    }

    void putInt(int value) {
        int at = reserve(4);
        byte[] b = bytes;
        b[at] = (byte) value;
        b[at + 1] = (byte) (value >> 8);
        b[at + 2] = (byte) (value >> 16);
        b[at + 3] = (byte) (value >> 24);
    }

    void putLong(long value) {
        putInt((int) value);
        putInt((int) (value >> 32));
    }

    /** A count: one byte below 128, at most five. */
    void putCount(int value) {
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            write(rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        write(rest);
    }
}
