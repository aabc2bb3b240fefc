package offspring.socket;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/**
 * The sending half of a socket: any number of threads send, one after the other.
 *
 * <p>A message that was begun is finished. If its sender is interrupted while the peer does not read, the rest is copied and a
 * virtual thread goes on with it; the turn is the message's and not the thread's, so that everybody else waits for its end. The
 * channel is closed behind it.
 */
final class MessageWriter {

    private final SocketChannel channel;
    private final Runnable closeChannel;
    /** Whose message is being written. */
    private final Semaphore turn = new Semaphore(1, true);
    /** Who waits for room, having the turn. */
    private volatile Thread waiting;

    private SocketWatch.Listeners listeners;

    /** Guards what follows, for moments. */
    private final Object lock = new Object();

    private volatile boolean isClosed;
    /** The rest of a message, whose sender has left, is being written. */
    private boolean isFinishing;

    MessageWriter(SocketChannel channel, Runnable closeChannel) {
        this.channel = channel;
        this.closeChannel = closeChannel;
    }

    /** Tells how {@link SocketWatch} reaches both halves. */
    void hearBy(SocketWatch.Listeners both) {
        listeners = both;
    }

    /** Has who waits for room look again. */
    void wake() {
        LockSupport.unpark(waiting);
    }

    /**
     * Sends one message: what remains in a buffer, which stays as it is. A thread that is interrupted when the message was begun
     * stays interrupted, and the message is sent.
     *
     * @throws InterruptedException if the thread was interrupted before; nothing was sent
     * @throws IOException if nobody holds the other end any more
     */
    void send(ByteBuffer payload, boolean isObject) throws IOException, InterruptedException {
        turn.acquire();
        boolean isHandedOver = false;
        try {
            Unsent unsent = Unsent.of(payload, isObject);
            if (!writeAll(unsent)) {
                handOver(unsent.copy());
                isHandedOver = true;
                Thread.currentThread().interrupt();
            }
        } finally {
            waiting = null;
            if (!isHandedOver) {
                turn.release();
            }
        }
    }

    /** Refuses who sends from now on, and closes the channel as soon as no message is cut by it. */
    void close() {
        boolean closeNow;
        synchronized (lock) {
            isClosed = true;
            closeNow = !isFinishing;
        }
        wake();
        if (closeNow) {
            closeChannel.run();
        }
    }

    /** Writes all; false if the thread was interrupted when something had been written. */
    private boolean writeAll(Unsent unsent) throws IOException, InterruptedException {
        boolean begun = false;
        while (!unsent.isEmpty()) {
            if (isClosed) {
                throw new ClosedChannelException();
            }
            long count = write(unsent);
            begun |= count > 0;
            if (count == 0 && !awaitRoom()) {
                if (!begun) {
                    throw new InterruptedException();
                }
                return false;
            }
        }
        return true;
    }

    private long write(Unsent unsent) throws IOException {
        try {
            return unsent.writeTo(channel);
        } catch (ClosedChannelException closedHere) {
            throw closedHere;
        } catch (IOException broken) {
            throw new IOException("cannot send a message: nobody holds the other end any more", broken);
        }
    }

    /** Waits until the peer has read something, perhaps in vain; false if the thread was interrupted. */
    private boolean awaitRoom() throws IOException {
        waiting = Thread.currentThread();
        SocketWatch.arm(channel, SelectionKey.OP_WRITE, listeners);
        LockSupport.park(this);
        return !Thread.interrupted();
    }

    private void handOver(Unsent rest) throws ClosedChannelException {
        synchronized (lock) {
            if (isClosed) {
                throw new ClosedChannelException();
            }
            isFinishing = true;
        }
        Thread.ofVirtual().name("offspring-unsent").start(() -> finish(rest));
    }

    private void finish(Unsent rest) {
        try {
            while (!rest.isEmpty()) {
                if (write(rest) == 0) {
                    awaitRoom();
                }
            }
        } catch (IOException peerGone) {
            System.getLogger(MessageWriter.class.getName())
                    .log(Level.DEBUG, "the rest of a message, whose sender was interrupted, was not sent", peerGone);
        } finally {
            waiting = null;
            boolean closeNow;
            synchronized (lock) {
                isFinishing = false;
                closeNow = isClosed;
            }
            if (closeNow) {
                closeChannel.run();
            }
            turn.release();
        }
    }
}
