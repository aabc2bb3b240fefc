package offspring.wire;

import java.io.InputStream;
import java.util.Arrays;

/** A cursor over a stretch of bytes; never reads beyond its end. Not for several threads. */
final class ByteReader extends InputStream {

    private final byte[] bytes;
    private final int end;
    private int at;

    ByteReader(byte[] bytes, int offset, int length) {
        if ((offset | length) < 0 || length > bytes.length - offset) {
            throw new IndexOutOfBoundsException();
        }
        this.bytes = bytes;
        this.at = offset;
        this.end = offset + length;
    }

    byte[] array() {
        return bytes;
    }

    int remaining() {
        return end - at;
    }

    /**
     * Moves on.
     *
     * @return where the skipped stretch begins in {@link #array}
     */
    int take(int count) throws MalformedPayloadException {
        int start = at;
        if (count < 0 || count > end - start) {
            throw new MalformedPayloadException("it ends too early");
        }
        at = start + count;
        return start;
    }

    int getByte() throws MalformedPayloadException {
        return bytes[take(1)];
    }

    int getShort() throws MalformedPayloadException {
        int p = take(2);
        return bytes[p] & 0xff | bytes[p + 1] << 8;
    }

    int getInt() throws MalformedPayloadException {
        int p = take(4);
        byte[] b = bytes;
        return b[p] & 0xff | (b[p + 1] & 0xff) << 8 | (b[p + 2] & 0xff) << 16 | b[p + 3] << 24;
    }

    long getLong() throws MalformedPayloadException {
        int low = getInt();
        return (long) getInt() << 32 | low & 0xffffffffL;
    }

    /** A count as {@link ByteWriter#putCount} wrote it, of things that take at least a byte each. */
    int getCount() throws MalformedPayloadException {
        int value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int b = getByte();
            value |= (b & 0x7f) << shift;
            if (b >= 0) {
                return checked(value);
            }
        }
        throw new MalformedPayloadException("a count is too long");
    }

    private int checked(int count) throws MalformedPayloadException {
        if (count < 0 || count > end - at) {
            throw new MalformedPayloadException("a count goes beyond its end");
        }
        return count;
    }

    @Override
    public int read() {
        return at < end ? bytes[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (at == end && length > 0) {
            return -1;
        }
        int count = Math.min(length, end - at);
        System.arraycopy(bytes, at, target, offset, count);
        at += count;
        return count;
    }

    @Override
    public byte[] readAllBytes() {
        byte[] rest = Arrays.copyOfRange(bytes, at, end);
        at = end;
        return rest;
    }

    @Override
    public long skip(long count) {
        int skipped = Math.clamp(count, 0, end - at);
        at += skipped;
        return skipped;
    }

    @Override
    public int available() {
        return end - at;
    }
}
