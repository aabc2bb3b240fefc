package offspring.socket;

import java.io.Serializable;

/**
 * What a process has taken out of a socket and not received. Another process that gets the socket begins with it.
 *
 * @param ahead what is in no message yet
 * @param length of the message that is being made; {@link #NO_LENGTH} while its head is not there
 * @param isObject whether it is an encoded object
 * @param bytes what is there of it
 */
public record Unread(byte[] ahead, int length, boolean isObject, byte[] bytes) implements Serializable {

    static final int NO_LENGTH = -1;
    static final byte[] NO_BYTES = {};

    /** That of a socket from which nothing was read. */
    static final Unread NOTHING = new Unread(NO_BYTES, NO_LENGTH, false, NO_BYTES);

    /** Checks what another process says. */
    public Unread {
        if (ahead.length > Assembly.AHEAD_BYTES
                || length < NO_LENGTH
                || length > FrameLayout.MOST_BYTES
                || bytes.length > Math.max(length, 0)) {
            throw new IllegalArgumentException("cannot go on with a message: it was read otherwise; ahead=" + ahead.length
                    + " length=" + length + " bytes=" + bytes.length);
        }
    }
}
