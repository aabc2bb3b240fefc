package offspring.socket;

import java.io.IOException;

/**
 * One message that was received.
 *
 * @param bytes all of it
 * @param isObject whether it is an encoded object and not bytes of a user
 */
public record Message(byte[] bytes, boolean isObject) {

    /**
     * Where in the bytes the object begins.
     *
     * @throws IOException if it is no object, or one of a library that encodes otherwise
     */
    public int objectOffset() throws IOException {
        if (!isObject) {
            throw new IOException(
                    "cannot receive an object: the message was sent as bytes; use receiveBytes; bytes=" + bytes.length);
        }
        if (bytes.length <= FrameLayout.OBJECT_OFFSET || bytes[0] != FrameLayout.VERSION) {
            throw new IOException("cannot receive an object: it was sent by another version of the library; format="
                    + (bytes.length == 0 ? "none" : bytes[0]) + " here=" + FrameLayout.VERSION);
        }
        return FrameLayout.OBJECT_OFFSET;
    }

    /**
     * The bytes of a user.
     *
     * @throws IOException if it is an object
     */
    public byte[] userBytes() throws IOException {
        if (isObject) {
            throw new IOException("cannot receive bytes: the message was sent as an object; use receive; bytes=" + bytes.length);
        }
        return bytes;
    }
}
