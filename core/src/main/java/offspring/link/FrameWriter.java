package offspring.link;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The writing end of one direction of a link.
 *
 * <p>Each call hands the whole frames to the stream in one piece, so that frames of several threads never mix.
 */
public final class FrameWriter implements Closeable {

    private final OutputStream out;

    public FrameWriter(OutputStream out) {
        this.out = out;
    }

    /** Writes frames, one behind the other; blocks while the pipe is full. */
    public void write(Frame... frames) throws IOException {
        byte[] bytes = bytesOf(frames);
        synchronized (this) {
            out.write(bytes);
            out.flush();
        }
    }

    /**
     * As {@link #write}, for what need not be told to a side that is gone.
     *
     * @return whether it could be written
     */
    public boolean tryWrite(Frame... frames) {
        try {
            write(frames);
            return true;
        } catch (IOException nobodyReads) {
            return false;
        }
    }

    /** The frames as they go over the pipe. */
    static byte[] bytesOf(Frame... frames) {
        int total = 0;
        for (Frame frame : frames) {
            total = Math.addExact(total, Frame.HEAD_BYTES + frame.body().length);
        }
        byte[] bytes = new byte[total];
        int position = 0;
        for (Frame frame : frames) {
            byte[] body = frame.body();
            putInt(bytes, position, body.length);
            bytes[position + 4] = (byte) frame.kind().ordinal();
            System.arraycopy(body, 0, bytes, position + Frame.HEAD_BYTES, body.length);
            position += Frame.HEAD_BYTES + body.length;
        }
        return bytes;
    }

    private static void putInt(byte[] bytes, int position, int value) {
        bytes[position] = (byte) (value >> 24);
        bytes[position + 1] = (byte) (value >> 16);
        bytes[position + 2] = (byte) (value >> 8);
        bytes[position + 3] = (byte) value;
    }

    @Override
    public void close() throws IOException {
        // Not synchronized: closing is what frees a writer that is stuck on a full pipe.
        out.close();
    }
}
