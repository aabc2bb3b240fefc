package offspring.socket;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import offspring.os.Readable;

/**
 * A connected socket that carries whole messages both ways, see {@link FrameLayout}.
 *
 * <p>Processes: any number of threads of this process, platform or virtual. The channel never blocks, so that an interrupt
 * neither closes it nor cuts a message, and no virtual thread holds its carrier.
 */
public final class MessageSocket implements Readable {

    /** A time that never comes. */
    public static final long FOREVER = MessageReader.FOREVER;

    /** The largest message there is. */
    public static final int MOST_BYTES = FrameLayout.MOST_BYTES;

    private final SocketChannel channel;
    private final SocketAddress peer;
    private final MessageReader reader;
    private final MessageWriter writer;
    private final AtomicBoolean isClosed = new AtomicBoolean();
    /** Another process may have it, too. */
    private volatile boolean isShared;

    /** Takes over a connected channel, which is closed if that fails. */
    MessageSocket(SocketChannel channel) throws IOException {
        this(channel, Unread.NOTHING);
    }

    private MessageSocket(SocketChannel channel, Unread unread) throws IOException {
        this.channel = channel;
        try {
            channel.configureBlocking(false);
            this.peer = channel.getRemoteAddress();
            if (peer instanceof InetSocketAddress) {
                set(StandardSocketOptions.TCP_NODELAY);
                set(StandardSocketOptions.SO_KEEPALIVE);
            }
        } catch (IOException failed) {
            try (channel) {
                throw failed;
            }
        }
        this.writer = new MessageWriter(channel, this::closeChannel, this::armForRoom);
        this.reader = new MessageReader(channel, unread, writer::wake);
    }

    /**
     * One that another process had.
     *
     * <p>Race: blocking mode is the socket's, and not the channel's: were it switched on for a moment, a thread of the sender
     * that looks could be held up in a read. It never is. Java takes what arrives for a channel that blocks, but has not told
     * the kernel; what it is told here is what it knows.
     *
     * @param channel closed if that fails
     * @param unread what the other process had read of it
     */
    public static MessageSocket arrived(SocketChannel channel, Unread unread) throws IOException {
        MessageSocket socket = new MessageSocket(channel, unread);
        socket.isShared = true;
        return socket;
    }

    private void armForRoom() throws IOException {
        SocketWatch.arm(channel, SelectionKey.OP_WRITE, reader.listeners());
    }

    private void set(SocketOption<Boolean> option) throws IOException {
        channel.setOption(option, true);
    }

    /** Whom it leads to; a Unix socket's client has no name. */
    public SocketAddress peer() {
        return peer;
    }

    /** Sends what remains in a buffer, which stays as it is, as one message. */
    public void send(ByteBuffer payload, boolean isObject) throws IOException, InterruptedException {
        int most = FrameLayout.mostPayloadBytes(isObject);
        if (payload.remaining() > most) {
            throw new IOException("cannot send a message: it has 2 GiB, more than can be received; send it in parts; bytes="
                    + payload.remaining() + " most=" + most);
        }
        writer.send(payload, isObject);
    }

    /**
     * The next message. After a message that is too large, or none of the protocol, the socket is closed.
     *
     * @param max the largest that is acceptable
     * @param deadline as {@link System#nanoTime}, or {@link #FOREVER}
     * @return the message; null if it is not there in time
     */
    public Message receive(int max, long deadline) throws IOException, InterruptedException {
        return receive(() -> reader.receive(max, deadline));
    }

    /** One way to receive. */
    @FunctionalInterface
    private interface Way {
        Message receive() throws IOException, InterruptedException;
    }

    private Message receive(Way way) throws IOException, InterruptedException {
        try {
            return way.receive();
        } catch (IOException failed) {
            if (reader.isBroken()) {
                close();
            }
            throw failed;
        }
    }

    /** The same from a peer that answers within microseconds, if it is what it should be: looks for a moment before it sleeps. */
    Message receiveSoon(int max, long deadline) throws IOException, InterruptedException {
        return receive(() -> reader.receiveSoon(max, deadline));
    }

    /** Whether {@link #receive} would return, or throw, at once. */
    public boolean poll() throws IOException {
        return reader.poll();
    }

    /** Waits for what {@link #poll()} tells; false if it did not come in time. */
    public boolean poll(long deadline) throws IOException, InterruptedException {
        return reader.poll(deadline);
    }

    @Override
    public boolean isReady() {
        return reader.isReady();
    }

    @Override
    public Registration register(Runnable wake) {
        return reader.register(wake);
    }

    /**
     * Has nobody here use it for a moment, so that it can go to another process. It stays usable here.
     *
     * @throws IOException if somebody is in the middle of using it, or nobody can any more; the text says why and nothing else
     */
    public Pause pause() throws IOException {
        isShared = true;
        writer.pause();
        boolean isPaused = false;
        try {
            Pause pause = new Pause(channel, reader.pause(), this::resume);
            isPaused = true;
            return pause;
        } finally {
            if (!isPaused) {
                resume();
            }
        }
    }

    private void resume() {
        reader.resume();
        writer.resume();
    }

    /** Whether it was not closed here. */
    public boolean isOpen() {
        return !isClosed.get();
    }

    /** Closes it; who waits is woken. Idempotent. */
    public void close() {
        if (isClosed.compareAndSet(false, true)) {
            reader.close();
            writer.close();
        }
    }

    /**
     * The JDK ends a connection for everybody who has it when a channel is closed that a selector has. Nobody registers it any
     * more: receivers see that it is closed, and who has the turn to send is the one that calls this.
     */
    private void closeChannel() {
        if (isShared) {
            reader.closeSelector();
            SocketWatch.forget(channel);
        }
        try {
            channel.close();
        } catch (IOException gone) {
            throw new AssertionError("cannot close a socket", gone);
        }
        SocketWatch.forgetClosed();
        reader.closeSelector();
    }
}
