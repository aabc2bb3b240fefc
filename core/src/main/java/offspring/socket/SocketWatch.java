package offspring.socket;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Hears that sockets have become readable or writable: one daemon thread for all sockets of the process, from the first use on.
 *
 * <p>Who wants to hear <em>arms</em> a direction of a socket, which counts once: then its listener runs, looks, and arms again
 * if need be. So a socket that nobody reads from costs nothing.
 *
 * <p>Race: a direction is armed again by somebody who has seen nothing, just before the thread, which was about to report
 * earlier bytes, disarms it. The thread disarms before it reports: whoever armed is told, and looks again.
 *
 * <p>Race: both directions of a socket are armed for the first time at once. To register a second time sets what is armed, so
 * one thread registers, with nothing armed, and both add their direction.
 */
final class SocketWatch {

    private static final long PAUSE_NANOS = 10_000_000;

    private static SocketWatch current;

    private final Selector selector;
    /** Those who wait until it has let go of what they have cancelled. */
    private final Queue<CompletableFuture<Void>> leaving = new ConcurrentLinkedQueue<>();

    private SocketWatch(Selector selector) {
        this.selector = selector;
    }

    /** What happens when a direction that was armed is ready, or the socket is closed. Returns at once, throws nothing. */
    record Listeners(Runnable readable, Runnable writable) {}

    /**
     * Arms directions of a socket.
     *
     * @param operations {@link SelectionKey#OP_READ} and the like
     * @throws ClosedChannelException if it is closed here
     * @throws IOException if the system has no descriptors left
     */
    static void arm(SocketChannel channel, int operations, Listeners listeners) throws IOException {
        SocketWatch watch = current();
        try {
            SelectionKey key = watch.keyOf(channel);
            key.attach(listeners);
            key.interestOpsOr(operations);
        } catch (CancelledKeyException closed) {
            throw new ClosedChannelException();
        }
        watch.selector.wakeup();
    }

    private SelectionKey keyOf(SocketChannel channel) throws ClosedChannelException {
        SelectionKey key = channel.keyFor(selector);
        return key == null ? registered(channel) : key;
    }

    private synchronized SelectionKey registered(SocketChannel channel) throws ClosedChannelException {
        SelectionKey key = channel.keyFor(selector);
        return key == null ? channel.register(selector, 0) : key;
    }

    /** Has the descriptor of a socket that was just closed given back: the selector holds it. */
    static synchronized void forgetClosed() {
        if (current != null) {
            current.selector.wakeup();
        }
    }

    /**
     * Has no more to do with a socket, which nobody arms meanwhile, when this returns. Waits for its thread, but for no socket.
     */
    static void forget(SocketChannel channel) {
        SocketWatch watch = started();
        if (watch != null) {
            watch.letGo(channel);
        }
    }

    private void letGo(SocketChannel channel) {
        SelectionKey key;
        while ((key = channel.keyFor(selector)) != null) {
            key.cancel();
            CompletableFuture<Void> isDone = new CompletableFuture<>();
            leaving.add(isDone);
            selector.wakeup();
            isDone.join();
        }
    }

    private static synchronized SocketWatch started() {
        return current;
    }

    private static synchronized SocketWatch current() throws IOException {
        if (current == null) {
            SocketWatch fresh = new SocketWatch(Selector.open());
            Thread.ofPlatform().daemon().name("offspring-sockets").start(fresh::run);
            current = fresh;
        }
        return current;
    }

    private void run() {
        while (true) {
            try {
                select();
            } catch (IOException | RuntimeException | Error failed) {
                System.getLogger(SocketWatch.class.getName()).log(Level.WARNING, "cannot wait for sockets; trying again", failed);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /**
     * Lets go of what was cancelled, and tells who hears.
     *
     * <p>Race: somebody cancels after this has looked who does. He wakes the selector, and is found at the next time.
     */
    private void select() throws IOException {
        if (leaving.isEmpty()) {
            selector.select(SocketWatch::tell);
            return;
        }
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (CompletableFuture<Void> one; (one = leaving.poll()) != null; ) {
            all.add(one);
        }
        try {
            selector.selectNow(SocketWatch::tell);
        } finally {
            all.forEach(one -> one.complete(null));
        }
    }

    private static void tell(SelectionKey key) {
        Listeners listeners = (Listeners) key.attachment();
        int ready = SelectionKey.OP_READ | SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT;
        try {
            ready = key.readyOps();
            key.interestOpsAnd(~ready);
        } catch (CancelledKeyException closed) {
            // who waits for it finds out
        }
        if ((ready & SelectionKey.OP_READ) != 0) {
            listeners.readable().run();
        }
        if ((ready & ~SelectionKey.OP_READ) != 0) {
            listeners.writable().run();
        }
    }
}
