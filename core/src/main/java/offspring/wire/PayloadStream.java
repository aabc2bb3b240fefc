package offspring.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;

/**
 * Takes a payload: into an array as long as it is not too large for a message, and from then on into shared memory, if
 * it may have {@linkplain LargeTravel cargo}. Nothing is written twice, so no object can change in between.
 *
 * <p>Shape: what fits is the payload as it is. Of what does not, the head is left, see {@link LargePayload}.
 */
final class PayloadStream extends OutputStream {

    private final ByteWriter out;
    private final int headBytes;
    private LargeTravel.Sink sink;
    /** Why there was no memory. Kept: the program's code may catch what it is told, and go on writing. */
    private IOException full;

    /** For a payload that begins with a head. */
    PayloadStream(byte[] head) {
        out = new ByteWriter(64 + head.length, Encoding.largest());
        headBytes = head.length;
        out.write(head, 0, headBytes);
    }

    @Override
    public void write(int b) {
        if (sink == null && out.size() < Encoding.largest()) {
            out.write(b);
        } else {
            write(new byte[] {(byte) b}, 0, 1);
        }
    }

    @Override
    public void write(byte[] b, int offset, int length) {
        if (sink == null) {
            try {
                out.write(b, offset, length);
                return;
            } catch (TooBigException tooBig) {
                leaveTheArray(tooBig);
            }
        }
        writeLarge(MemorySegment.ofArray(b).asSlice(offset, length));
    }

    private void leaveTheArray(TooBigException tooBig) {
        if (!LargeTravel.isPossible()) {
            throw tooBig;
        }
        begin();
        writeLarge(MemorySegment.ofArray(out.array()).asSlice(headBytes, out.size() - headBytes));
        out.shrink(headBytes);
    }

    private void begin() {
        requireMemory();
        try {
            sink = LargeTravel.porter().load();
        } catch (IOException | UncheckedIOException none) {
            throw noMemory(none instanceof IOException cause ? cause : (IOException) none.getCause());
        }
    }

    /** Writes all that follows the head at once: a payload of which it is known that it is too large for a message. */
    void writeAll(MemorySegment bytes) {
        begin();
        writeLarge(bytes);
    }

    private void writeLarge(MemorySegment bytes) {
        requireMemory();
        try {
            sink.write(bytes);
        } catch (IOException none) {
            throw noMemory(none);
        }
    }

    private UncheckedIOException noMemory(IOException none) {
        full = none;
        return new UncheckedIOException(none);
    }

    private void requireMemory() {
        if (full != null) {
            throw new UncheckedIOException(full);
        }
    }

    /** Why there was no memory; null if there was. */
    IOException full() {
        return full;
    }

    /** The payload, which is written. */
    byte[] end() {
        requireMemory();
        if (sink == null) {
            return out.toByteArray();
        }
        try {
            return LargePayload.of(sink.send(), sink.size(), out);
        } catch (IOException failed) {
            throw noMemory(failed);
        }
    }

    /** It will not be sent. Nothing if it was. */
    void abandon() {
        if (sink != null) {
            sink.abandon();
        }
    }
}
