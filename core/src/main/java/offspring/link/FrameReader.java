package offspring.link;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The reading end of one direction of a link; used by one thread at a time. */
public final class FrameReader implements Closeable {

    /** Bodies are read in pieces of this size at first, so that a length that lies reserves nothing. */
    private static final int PIECE_BYTES = 1 << 20;

    private final InputStream in;

    public FrameReader(InputStream in) {
        this.in = in;
    }

    /**
     * The next frame.
     *
     * @return the frame, or null at the end: the other side has closed or is gone, perhaps in the middle of a frame
     * @throws IOException if what arrives is no frame
     */
    public Frame read() throws IOException {
        byte[] head = in.readNBytes(Frame.HEAD_BYTES);
        if (head.length < Frame.HEAD_BYTES) {
            return null;
        }
        int length = (head[0] & 0xff) << 24 | (head[1] & 0xff) << 16 | (head[2] & 0xff) << 8 | head[3] & 0xff;
        if (length < 0) {
            throw new IOException("cannot read from the link: a frame claims " + length + " bytes");
        }
        FrameKind kind = FrameKind.of(head[4]);
        try {
            return new Frame(kind, body(length));
        } catch (EOFException cutOff) {
            return null;
        }
    }

    private byte[] body(int length) throws IOException {
        // readNBytes grows as bytes arrive; only short bodies are allocated on the word of the other side.
        byte[] body = length <= PIECE_BYTES ? new byte[length] : null;
        if (body == null) {
            body = in.readNBytes(length);
            if (body.length < length) {
                throw new EOFException();
            }
            return body;
        }
        if (in.readNBytes(body, 0, length) < length) {
            throw new EOFException();
        }
        return body;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
