package offspring.socket;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/**
 * Makes messages of what arrives at a socket. Used by one thread at a time; never waits.
 *
 * <p>A message's memory is reserved once its length is known to be acceptable, and grows as its bytes arrive, so that a length
 * that lies reserves nothing.
 */
final class Assembly {

    static final int AHEAD_BYTES = 16 << 10;

    private static final int FIRST_PIECE_BYTES = 64 << 10;
    /** The JDK copies by way of memory that each thread keeps, as much as its largest read. */
    private static final int LARGEST_READ_BYTES = 128 << 10;

    private final SocketChannel channel;
    /** What was read and is not in a message yet. */
    private final ByteBuffer ahead = ByteBuffer.allocate(AHEAD_BYTES);
    /** Of the message that is being made; {@link Unread#NO_LENGTH} while its head is not here. */
    private int length;

    private boolean isObject;
    private byte[] bytes;
    private int filled;
    /** Why nothing more will come; null if something may. */
    private End end;

    Assembly(SocketChannel channel, Unread unread) {
        this.channel = channel;
        this.ahead.put(unread.ahead()).flip();
        this.length = unread.length();
        this.isObject = unread.isObject();
        this.bytes = unread.bytes();
        this.filled = bytes.length;
    }

    /** What another one for the same socket is to begin with. */
    Unread unread() {
        byte[] rest = new byte[ahead.remaining()];
        ahead.get(ahead.position(), rest);
        return new Unread(rest, length, isObject, Arrays.copyOf(bytes, filled));
    }

    /** What is said to everybody who asks for another message. */
    private record End(boolean isOrderly, String text, IOException cause) {

        IOException toException() {
            IOException fresh = isOrderly ? new EOFException(text) : new IOException(text);
            if (cause != null) {
                fresh.initCause(cause);
            }
            return fresh;
        }
    }

    /**
     * Reads what is there, up to the end of a message.
     *
     * @param max the largest message that is wanted; of a larger one only the beginning is read
     * @return whether {@link #take} has an answer
     */
    boolean advance(int max) throws ClosedChannelException {
        while (end == null) {
            boolean more = true;
            if (length < 0) {
                more = readHead() || end != null || fillAhead();
            } else if (length > max || filled == length) {
                return true;
            } else {
                more = readBody();
            }
            if (!more && end == null) {
                return false;
            }
        }
        return true;
    }

    /**
     * The message, after {@link #advance} said so.
     *
     * @throws EOFException if the peer is gone, and nothing is left
     * @throws IOException if there will never be a message any more, or it is too large, after which there is none
     */
    Message take(int max) throws IOException {
        if (end == null && length > max) {
            finish(false, "the message is larger than what is acceptable; bytes=" + length + " max=" + max, null);
        }
        if (end != null) {
            throw end.toException();
        }
        Message message = new Message(bytes, isObject);
        length = Unread.NO_LENGTH;
        bytes = Unread.NO_BYTES;
        filled = 0;
        return message;
    }

    /** Whether there will never be another message, though the peer may still be there. */
    boolean isBroken() {
        return end != null && !end.isOrderly();
    }

    private boolean readHead() {
        if (ahead.remaining() < FrameLayout.SHORT_BYTES) {
            return false;
        }
        int first = ahead.getInt(ahead.position());
        if (!FrameLayout.isLong(first)) {
            return begin(first, FrameLayout.SHORT_BYTES, false);
        }
        if (ahead.remaining() < FrameLayout.LONG_BYTES) {
            return false;
        }
        long second = ahead.getLong(ahead.position() + FrameLayout.SHORT_BYTES);
        return begin(second, FrameLayout.LONG_BYTES, true);
    }

    private boolean begin(long claimed, int headBytes, boolean object) {
        if (claimed < 0) {
            finish(false, "what arrives is not a message of this protocol; length=" + claimed, null);
            return false;
        }
        if (claimed > FrameLayout.MOST_BYTES) {
            finish(false, "the message has 2 GiB or more, which no array can hold; bytes=" + claimed, null);
            return false;
        }
        ahead.position(ahead.position() + headBytes);
        length = (int) claimed;
        isObject = object;
        return true;
    }

    /** Whether anything came. */
    private boolean readBody() throws ClosedChannelException {
        if (filled == bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(length, Math.max(FIRST_PIECE_BYTES, 2L * bytes.length)));
        }
        int wanted = bytes.length - filled;
        if (!ahead.hasRemaining() && wanted >= AHEAD_BYTES) {
            int count = read(ByteBuffer.wrap(bytes, filled, Math.min(wanted, LARGEST_READ_BYTES)));
            filled += count;
            return count > 0;
        }
        if (!ahead.hasRemaining() && !fillAhead()) {
            return false;
        }
        int count = Math.min(wanted, ahead.remaining());
        ahead.get(bytes, filled, count);
        filled += count;
        return true;
    }

    private boolean fillAhead() throws ClosedChannelException {
        ahead.compact();
        try {
            return read(ahead) > 0;
        } finally {
            ahead.flip();
        }
    }

    /** How many bytes came. */
    private int read(ByteBuffer to) throws ClosedChannelException {
        try {
            int count = channel.read(to);
            if (count < 0) {
                finishStream(null);
            }
            return Math.max(count, 0);
        } catch (ClosedChannelException closedHere) {
            throw closedHere;
        } catch (IOException broken) {
            finishStream(broken);
            return 0;
        }
    }

    /** The peer ended, in order or not: what counts is whether it was in the middle of a message. */
    private void finishStream(IOException cause) {
        boolean isBetween = length < 0 && ahead.position() == 0;
        finish(isBetween, isBetween ? "nobody holds the other end any more" : "the peer ended in the middle of a message", cause);
    }

    private void finish(boolean isOrderly, String text, IOException cause) {
        bytes = Unread.NO_BYTES;
        end = new End(isOrderly, "cannot receive a message: " + text, cause);
    }
}
