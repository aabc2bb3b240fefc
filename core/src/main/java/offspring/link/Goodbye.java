package offspring.link;

import java.io.IOException;

/**
 * A child's last word, which tells an exit from a signal where the system's exit status cannot.
 *
 * @param signal number of the signal that began the shutdown, 0 if it was the end of the code or {@code System.exit}
 */
public record Goodbye(int signal) {

    public Frame toFrame() {
        return new Frame(FrameKind.GOODBYE, new byte[] {(byte) signal});
    }

    public static Goodbye of(Frame frame) throws IOException {
        if (frame.body().length != 1) {
            throw new IOException("cannot read from the link: a goodbye of " + frame.body().length + " bytes");
        }
        return new Goodbye(frame.body()[0]);
    }
}
