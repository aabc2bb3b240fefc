package offspring.socket;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

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
    /** Who waits for room, having the turn. */
    private volatile Thread waiting;

    private SocketWatch.Listeners listeners;

    /** Guards what follows, for moments. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition turnIsFree = lock.newCondition();
    /** Somebody's message is being written. */
    private boolean isTurnTaken;

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
        takeTurn();
        boolean isHandedOver = false;
        try {
            Unsent unsent = Unsent.of(payload, isObject);
            if (!writeAll(unsent)) {
                handOver(unsent.copy());
                isHandedOver = true;
                Thread.currentThread().interrupt();
            }
        } finally {
            if (!isHandedOver) {
                giveTurnBack();
            }
        }
    }

    private void takeTurn() throws ClosedChannelException, InterruptedException {
        lock.lockInterruptibly();
        try {
            while (isTurnTaken && !isClosed) {
                turnIsFree.await();
            }
            if (isClosed) {
                throw new ClosedChannelException();
            }
            isTurnTaken = true;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the channel is to be closed by who gives the turn back. */
    private boolean giveTurnBack() {
        lock.lock();
        try {
            boolean closeNow = isClosed && isFinishing;
            isFinishing = false;
            isTurnTaken = false;
            turnIsFree.signal();
            return closeNow;
        } finally {
            lock.unlock();
        }
    }

    /** Refuses who sends from now on, and closes the channel as soon as no message is cut by it. */
    void close() {
        boolean closeNow;
        lock.lock();
        try {
            isClosed = true;
            closeNow = !isFinishing;
            turnIsFree.signalAll();
        } finally {
            lock.unlock();
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
        waiting = null;
        return !Thread.interrupted();
    }

    private void handOver(Unsent rest) throws ClosedChannelException {
        lock.lock();
        try {
            if (isClosed) {
                throw new ClosedChannelException();
            }
            isFinishing = true;
        } finally {
            lock.unlock();
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
            if (giveTurnBack()) {
                closeChannel.run();
            }
        }
    }
}
