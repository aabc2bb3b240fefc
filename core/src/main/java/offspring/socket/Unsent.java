package offspring.socket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** What is still to be written of one message. */
final class Unsent {

    /** Small messages go out in one piece with their head: they are one packet then, and one system call. */
    private static final int IN_ONE_PIECE_BYTES = 16 << 10;
    /** The JDK copies by way of memory that each thread keeps, as much as its largest write. */
    private static final int LARGEST_WRITE_BYTES = 128 << 10;

    private final ByteBuffer head;
    private final ByteBuffer payload;
    private boolean isBegun;

    private Unsent(ByteBuffer head, ByteBuffer payload, boolean isBegun) {
        this.head = head;
        this.payload = payload;
        this.isBegun = isBegun;
    }

    /** All of a message: what remains in the buffer, which stays as it is. */
    static Unsent of(ByteBuffer payload, boolean isObject) {
        int length = payload.remaining();
        int headBytes = FrameLayout.headBytes(isObject);
        ByteBuffer rest = payload.duplicate();
        boolean small = length <= IN_ONE_PIECE_BYTES;
        ByteBuffer head = ByteBuffer.allocate(headBytes + (small ? length : 0));
        FrameLayout.putHead(head, length, isObject);
        if (small) {
            head.put(rest);
        }
        return new Unsent(head.flip(), rest, false);
    }

    boolean isEmpty() {
        return !head.hasRemaining() && !payload.hasRemaining();
    }

    /** Whether it was sent in part. */
    boolean isCut() {
        return isBegun && !isEmpty();
    }

    /** Writes as much as the socket takes now; how many bytes. */
    long writeTo(SocketChannel channel) throws IOException {
        long count = write(channel);
        isBegun |= count > 0;
        return count;
    }

    private long write(SocketChannel channel) throws IOException {
        if (!payload.hasRemaining()) {
            return channel.write(head);
        }
        ByteBuffer piece = payload.slice(payload.position(), Math.min(payload.remaining(), LARGEST_WRITE_BYTES));
        long count = head.hasRemaining() ? channel.write(new ByteBuffer[] {head, piece}) : channel.write(piece);
        payload.position(payload.position() + piece.position());
        return count;
    }

    /** The same in memory of its own. */
    Unsent copy() {
        return new Unsent(copy(head), copy(payload), isBegun);
    }

    private static ByteBuffer copy(ByteBuffer buffer) {
        return ByteBuffer.allocate(buffer.remaining()).put(buffer.duplicate()).flip();
    }
}
