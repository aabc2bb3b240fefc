package offspring.socket;

import java.nio.ByteBuffer;

/**
 * The head of a message on a socket, as CPython's {@code multiprocessing.connection} has it. All numbers big-endian.
 *
 * <pre>
 *   bytes of a user                     an encoded object
 *   0  length  int, not negative        0  -1       int
 *   4  (the message)                    4  length   long, that of all that follows
 *                                      12  version  byte, of the encoding
 *                                      13  (the object)
 * </pre>
 *
 * <p>CPython writes the long form for bytes from 2 GiB on, which we have no arrays for, and reads it for all. We write it for
 * objects: so no bytes that a user sends look like an object, whatever they are.
 */
final class FrameLayout {

    static final int SHORT_BYTES = 4;
    static final int LONG_BYTES = 12;

    /** Where in a message of the long form the object begins. */
    static final int OBJECT_OFFSET = 1;

    /** Of the encoding of objects: two programs need not have the same library. */
    static final byte VERSION = 1;

    /** What arrays can hold. */
    static final int MOST_BYTES = Integer.MAX_VALUE - 8;

    private static final int LONG_FORM = -1;

    private FrameLayout() {}

    static int headBytes(boolean object) {
        return object ? LONG_BYTES + OBJECT_OFFSET : SHORT_BYTES;
    }

    /** The largest payload whose message an array can hold. */
    static int mostPayloadBytes(boolean object) {
        return object ? MOST_BYTES - OBJECT_OFFSET : MOST_BYTES;
    }

    static void putHead(ByteBuffer to, int length, boolean object) {
        if (object) {
            to.putInt(LONG_FORM).putLong((long) length + OBJECT_OFFSET).put(VERSION);
        } else {
            to.putInt(length);
        }
    }

    /** Whether a head that begins so is as long as it can be. */
    static boolean isLong(int first) {
        return first == LONG_FORM;
    }
}
