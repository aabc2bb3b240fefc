package offspring.socket;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import offspring.os.Readable;

/**
 * The receiving half of a socket: any number of threads receive, look, and wait.
 *
 * <p>Nobody waits with the lock on the messages held, so that looking never waits: while the socket goes to another process it
 * finds nothing. Only {@link SocketWatch}'s thread may be waited for, for moments, so that this one never takes the lock.
 *
 * <p>Platform threads wait one at a time, in a selector of the socket's own, which takes no other thread's help; virtual
 * threads, and those who wait for several things, are woken by {@link SocketWatch}.
 *
 * <p>Race: a thread looks, and so takes the bytes of a message out of the socket, for which another one waits in a selector. A
 * look that finds a message wakes all who wait.
 */
final class MessageReader implements Readable {

    /** A time that never comes. */
    static final long FOREVER = Long.MAX_VALUE;

    /** Twice what a wake-up costs at most: who has not answered by then may take any time. */
    private static final long MOMENT_NANOS = 100_000;

    private final SocketChannel channel;
    /** How {@link SocketWatch} tells us. */
    private final SocketWatch.Listeners listeners;
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();

    /** Guards all that follows, for moments. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Assembly assembly;
    /** Those who wait know of the message that is there. */
    private boolean isAnnounced;

    private boolean isClosed;
    /** Nobody receives, nor looks: it is on its way to another process. */
    private boolean isPaused;

    private volatile Selector selector;
    /** How many threads wait in the selector, or for their turn. */
    private int selecting;

    /** Whose turn it is to wait in the selector; taken before the lock. */
    private final ReentrantLock turn = new ReentrantLock();

    /** Somebody waits in the selector, or is about to. */
    private volatile boolean isSelecting;

    MessageReader(SocketChannel channel, Unread unread, Runnable writable) {
        this.channel = channel;
        this.assembly = new Assembly(channel, unread);
        this.listeners = new SocketWatch.Listeners(this::wakeAll, writable);
    }

    SocketWatch.Listeners listeners() {
        return listeners;
    }

    /**
     * The next message.
     *
     * @param max the largest that is acceptable
     * @param deadline as {@link System#nanoTime}, or {@link #FOREVER}
     * @return the message; null if it is not there in time
     */
    Message receive(int max, long deadline) throws IOException, InterruptedException {
        return receive(max, deadline, this::await);
    }

    /**
     * The same from a peer that answers within microseconds: looks for a moment before it sleeps. Opens no selector, since what
     * follows may be a virtual thread's.
     */
    Message receiveSoon(int max, long deadline) throws IOException, InterruptedException {
        lookOut(max);
        return receive(max, deadline, this::awaitWatched);
    }

    /** A way to wait for a message. */
    @FunctionalInterface
    private interface Wait {
        boolean await(int max, long deadline) throws IOException, InterruptedException;
    }

    private Message receive(int max, long deadline, Wait wait) throws IOException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        while (true) {
            lock.lock();
            try {
                if (advance(max)) {
                    isAnnounced = false;
                    return assembly.take(max);
                }
            } finally {
                lock.unlock();
            }
            if (!wait.await(max, deadline)) {
                return null;
            }
        }
    }

    /** Looks again and again for a moment. */
    private void lookOut(int max) throws IOException {
        long start = System.nanoTime();
        while (!isThere(max) && System.nanoTime() - start < MOMENT_NANOS) {
            Thread.yield();
        }
    }

    /** Whether what arrives is of no use any more. */
    boolean isBroken() {
        lock.lock();
        try {
            return assembly.isBroken();
        } finally {
            lock.unlock();
        }
    }

    /** Whether a message is there, or none will ever be. */
    boolean poll() throws IOException {
        lock.lock();
        try {
            return advance(FrameLayout.MOST_BYTES);
        } finally {
            lock.unlock();
        }
    }

    /** Waits for what {@link #poll} tells; false if it did not come in time. */
    boolean poll(long deadline) throws IOException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return poll() || await(FrameLayout.MOST_BYTES, deadline);
    }

    @Override
    public boolean isReady() {
        try {
            return poll();
        } catch (IOException closed) {
            return true;
        }
    }

    @Override
    public Registration register(Runnable wake) {
        watchers.add(wake);
        return () -> watchers.removeIf(watcher -> watcher == wake);
    }

    /**
     * Has nobody receive or look, nor a selector have the channel, until {@link #resume}. Only for who keeps everybody from
     * sending.
     *
     * @return what was read and not received
     * @throws IOException if somebody waits, or there is nothing to wait for any more
     */
    Unread pause() throws IOException {
        lock.lock();
        try {
            requireQuiet();
            closeSelector();
            selector = null;
            SocketWatch.forget(channel);
            Unread unread = assembly.unread();
            isPaused = true;
            return unread;
        } finally {
            lock.unlock();
        }
    }

    private void requireQuiet() throws IOException {
        if (isClosed) {
            throw new IOException("it is closed here");
        }
        if (assembly.isBroken()) {
            throw new IOException("it is broken: the peer ended in the middle of a message, or sent none of this protocol");
        }
        if (selecting > 0 || !watchers.isEmpty()) {
            throw new IOException("a thread waits for it");
        }
    }

    void resume() {
        lock.lock();
        try {
            isPaused = false;
        } finally {
            lock.unlock();
        }
        wakeAll();
    }

    /** From now on it is closed for all who use it. */
    void close() {
        lock.lock();
        try {
            isClosed = true;
        } finally {
            lock.unlock();
        }
        wakeAll();
    }

    /** Gives its descriptors back; who waits in it is woken. */
    void closeSelector() {
        lock.lock();
        try {
            if (selector != null) {
                selector.close();
            }
        } catch (IOException alreadyGone) {
            throw new AssertionError(alreadyGone);
        } finally {
            lock.unlock();
        }
    }

    /** Under the lock: whether there is a message, or the end. If not, whoever watches will hear. */
    private boolean advance(int max) throws IOException {
        if (isClosed) {
            throw new ClosedChannelException();
        }
        if (isPaused) {
            return false; // who waits is woken when it goes on
        }
        boolean ready = assembly.advance(max);
        if (ready) {
            if (!isAnnounced) {
                isAnnounced = true;
                wakeAll();
            }
        } else if (!watchers.isEmpty()) {
            SocketWatch.arm(channel, SelectionKey.OP_READ, listeners);
        }
        return ready;
    }

    private void wakeAll() {
        watchers.forEach(Runnable::run);
        Selector current = selector;
        if (isSelecting && current != null && !turn.isHeldByCurrentThread()) {
            current.wakeup();
        }
    }

    private boolean await(int max, long deadline) throws IOException, InterruptedException {
        boolean watched = Thread.currentThread().isVirtual() || !enterSelector();
        return watched ? awaitWatched(max, deadline) : awaitSelected(max, deadline);
    }

    /** False if there is none, for lack of descriptors, or because none may have the channel now. */
    private boolean enterSelector() throws IOException {
        lock.lock();
        try {
            if (isClosed) {
                throw new ClosedChannelException();
            }
            if (isPaused) {
                return false;
            }
            if (selector == null) {
                Selector fresh = Selector.open();
                channel.register(fresh, SelectionKey.OP_READ);
                selector = fresh;
            }
            selecting++;
            return true;
        } catch (ClosedChannelException closed) {
            throw closed;
        } catch (IOException noDescriptors) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void leaveSelector() {
        lock.lock();
        selecting--;
        lock.unlock();
    }

    private boolean awaitWatched(int max, long deadline) throws IOException, InterruptedException {
        Thread waiter = Thread.currentThread();
        try (Registration _ = register(() -> LockSupport.unpark(waiter))) {
            while (!isThere(max)) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                long left = left(deadline);
                if (left <= 0) {
                    return false;
                }
                LockSupport.parkNanos(this, left);
            }
            return true;
        }
    }

    private boolean isThere(int max) throws IOException {
        lock.lock();
        try {
            return advance(max);
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitSelected(int max, long deadline) throws IOException, InterruptedException {
        try {
            return turn.tryLock(left(deadline), TimeUnit.NANOSECONDS) && awaitInTurn(max, deadline);
        } finally {
            leaveSelector();
        }
    }

    private boolean awaitInTurn(int max, long deadline) throws IOException, InterruptedException {
        isSelecting = true;
        try {
            // Somebody may have looked since we did, and not have known of us.
            while (!isThere(max)) {
                long left = left(deadline);
                if (left <= 0) {
                    return false;
                }
                select(left);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
            return true;
        } finally {
            isSelecting = false;
            turn.unlock();
        }
    }

    private void select(long nanos) throws IOException {
        try {
            if (nanos == FOREVER) {
                selector.select();
            } else {
                selector.select(TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
            }
            selector.selectedKeys().clear();
        } catch (ClosedSelectorException closed) {
            throw new ClosedChannelException();
        }
    }

    private static long left(long deadline) {
        return deadline == FOREVER ? FOREVER : deadline - System.nanoTime();
    }
}
