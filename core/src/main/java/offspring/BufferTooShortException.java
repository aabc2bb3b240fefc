package offspring;

import java.io.IOException;

/**
 * A message was received that is larger than the room for it. It was received all the same: {@link #message()} has it.
 *
 * @apiNote Python: {@code multiprocessing.BufferTooShort}.
 */
public class BufferTooShortException extends IOException {

    private static final long serialVersionUID = 1;

    /** The whole message. */
    private final byte[] message;

    /**
     * A message without enough room.
     *
     * @param text what did not fit
     * @param message the whole message
     */
    public BufferTooShortException(String text, byte[] message) {
        super(text);
        this.message = message.clone();
    }

    /**
     * What did not fit.
     *
     * @return the whole message
     */
    public byte[] message() {
        return message.clone();
    }
}
