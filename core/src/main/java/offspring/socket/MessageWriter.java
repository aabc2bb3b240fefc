package offspring.socket;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The sending half of a socket: any number of threads send, one after the other.
 *
 * <p>A message that was begun is finished. If its sender is interrupted while the peer does not read, the rest is copied and a
 * virtual thread goes on with it; the turn is the message's and not the thread's, so that everybody else waits for its end. Who
 * has the turn when it is closed closes the channel. If a message that was begun cannot be finished, this half ends with it: the
 * peer finds the end in the middle of a message, and never the next message there.
 *
 * <p>Race: somebody closes after the sender has looked whether it is closed, and before he waits for room. Who waits says so, and
 * looks again; who closes does so, and wakes whoever has said it. {@link SocketWatch} tells nobody, since the channel is still
 * open.
 */
final class MessageWriter {

    /** Has {@link #wake} called when there may be room. */
    @FunctionalInterface
    interface Arming {
        void arm() throws IOException;
    }

    private final SocketChannel channel;
    private final Runnable closeChannel;
    private final Arming arming;
    /** Who waits for room, having the turn. */
    private volatile Thread waiting;

    /** Guards what follows, for moments. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition turnIsFree = lock.newCondition();
    /** Somebody's message is being written. */
    private boolean isTurnTaken;

    private volatile boolean isClosed;
    /** The rest of a message, whose sender has left, is being written. */
    private volatile boolean isFinishing;
    /** A message was sent in part. */
    private boolean isBroken;

    MessageWriter(SocketChannel channel, Runnable closeChannel, Arming arming) {
        this.channel = channel;
        this.closeChannel = closeChannel;
        this.arming = arming;
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
     * @throws IOException if nobody holds the other end any more, or an earlier message was cut
     */
    void send(ByteBuffer payload, boolean isObject) throws IOException, InterruptedException {
        Unsent unsent = Unsent.of(payload, isObject);
        takeTurn();
        boolean isHandedOver = false;
        try {
            if (!writeAll(unsent)) {
                Thread.currentThread().interrupt();
                handOver(unsent.copy());
                isHandedOver = true;
            }
        } finally {
            if (!isHandedOver) {
                giveTurnBack(unsent.isCut());
            }
        }
    }

    private void takeTurn() throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            while (isTurnTaken && !isClosed && !isBroken) {
                turnIsFree.await();
            }
            if (isClosed) {
                throw new ClosedChannelException();
            }
            if (isBroken) {
                throw new IOException("cannot send a message: one before it could be sent only in part");
            }
            isTurnTaken = true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Keeps everybody from sending until {@link #resume}.
     *
     * @throws IOException if somebody does, or nobody can any more
     */
    void pause() throws IOException {
        lock.lock();
        try {
            if (isTurnTaken) {
                throw new IOException("a message is being sent");
            }
            if (isBroken) {
                throw new IOException("it is broken: a message could be sent only in part");
            }
            isTurnTaken = true;
        } finally {
            lock.unlock();
        }
    }

    void resume() {
        giveTurnBack(false);
    }

    private void giveTurnBack(boolean isCut) {
        boolean closeNow;
        lock.lock();
        try {
            closeNow = isClosed;
            isFinishing = false;
            isTurnTaken = false;
            isBroken |= isCut;
            turnIsFree.signalAll();
        } finally {
            lock.unlock();
        }
        if (isCut) {
            endThisHalf();
        }
        if (closeNow) {
            closeChannel.run();
        }
    }

    private void endThisHalf() {
        try {
            channel.shutdownOutput();
        } catch (IOException alreadyGone) {
            // the peer knows
        }
    }

    /** Refuses who sends from now on, and closes the channel as soon as no message is cut by it. */
    void close() {
        boolean closeNow;
        lock.lock();
        try {
            isClosed = true;
            closeNow = !isTurnTaken;
            turnIsFree.signalAll();
        } finally {
            lock.unlock();
        }
        if (closeNow) {
            closeChannel.run();
        }
        wake();
    }

    /** Writes all; false if the thread was interrupted when something had been written. */
    private boolean writeAll(Unsent unsent) throws IOException, InterruptedException {
        while (!unsent.isEmpty()) {
            if (isClosed) {
                throw new ClosedChannelException();
            }
            if (write(unsent) == 0 && !awaitRoom()) {
                if (!unsent.isCut()) {
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
        try {
            arming.arm();
            if (!isClosed || isFinishing) {
                LockSupport.park(this);
            }
        } finally {
            waiting = null;
        }
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
                    awaitRoom(); // nobody interrupts us
                }
            }
        } catch (IOException peerGone) {
            System.getLogger(MessageWriter.class.getName())
                    .log(Level.DEBUG, "the rest of a message, whose sender was interrupted, was not sent", peerGone);
        } finally {
            giveTurnBack(rest.isCut());
        }
    }
}
