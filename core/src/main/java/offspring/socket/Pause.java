package offspring.socket;

import java.nio.channels.SocketChannel;

/**
 * The moment in which a socket goes to another process: nobody here receives or sends, or begins to, and no selector has the
 * channel. Used and closed by the thread that began it.
 */
public final class Pause implements AutoCloseable {

    private final SocketChannel channel;
    private final Unread unread;
    private final Runnable end;

    Pause(SocketChannel channel, Unread unread, Runnable end) {
        this.channel = channel;
        this.unread = unread;
        this.end = end;
    }

    /** What travels. */
    public SocketChannel channel() {
        return channel;
    }

    /** What travels along. */
    public Unread unread() {
        return unread;
    }

    @Override
    public void close() {
        end.run();
    }
}
