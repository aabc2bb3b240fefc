package offspring.socket;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;

/** A channel that takes as many bytes as it has room for, which is none at first. It is only written to. */
final class NarrowChannel extends SocketChannel {

    private Runnable beforeWrite = () -> {};
    private volatile int room;
    private volatile int written;
    private volatile boolean isOutputShutDown;

    NarrowChannel() {
        super(SelectorProvider.provider());
    }

    void beforeWrite(Runnable hook) {
        beforeWrite = hook;
    }

    void room(int bytes) {
        room = bytes;
    }

    int written() {
        return written;
    }

    boolean isOutputShutDown() {
        return isOutputShutDown;
    }

    void closeQuietly() {
        try {
            close();
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** The hook runs after the channel was found open. */
    @Override
    public int write(ByteBuffer bytes) throws IOException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
        beforeWrite.run();
        int count = Math.min(room, bytes.remaining());
        bytes.position(bytes.position() + count);
        room -= count;
        written += count;
        return count;
    }

    @Override
    public long write(ByteBuffer[] all, int offset, int length) throws IOException {
        return write(all[offset]);
    }

    @Override
    public SocketChannel shutdownOutput() {
        isOutputShutDown = true;
        return this;
    }

    @Override
    protected void implCloseSelectableChannel() {
        // nothing is behind it
    }

    @Override
    protected void implConfigureBlocking(boolean block) {
        // it never blocks
    }

    @Override
    public SocketChannel bind(SocketAddress local) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> SocketChannel setOption(SocketOption<T> name, T value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> T getOption(SocketOption<T> name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return Set.of();
    }

    @Override
    public SocketChannel shutdownInput() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket socket() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public boolean isConnectionPending() {
        return false;
    }

    @Override
    public boolean connect(SocketAddress remote) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean finishConnect() {
        return true;
    }

    @Override
    public SocketAddress getRemoteAddress() {
        return null;
    }

    @Override
    public int read(ByteBuffer to) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long read(ByteBuffer[] to, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SocketAddress getLocalAddress() {
        return null;
    }
}
