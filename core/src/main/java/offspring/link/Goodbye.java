package offspring.link;

import java.io.IOException;

/**
 * A child's last word, which tells an exit from a signal where the system's exit status cannot.
 *
 * @param signal number of the signal that began the shutdown, 0 if it was the end of the code or {@code System.exit}
 * @param codeEnded whether the code came to its end by itself, which is an exit with 0 whatever arrives later
 */
public record Goodbye(int signal, boolean codeEnded) {

    private static final int BYTES = 2;

    public Frame toFrame() {
        return new Frame(FrameKind.GOODBYE, new byte[] {(byte) signal, (byte) (codeEnded ? 1 : 0)});
    }

    public static Goodbye of(Frame frame) throws IOException {
        if (frame.body().length != BYTES) {
            throw new IOException("cannot read from the link: a goodbye of " + frame.body().length + " bytes");
        }
        return new Goodbye(frame.body()[0], frame.body()[1] != 0);
    }
}
