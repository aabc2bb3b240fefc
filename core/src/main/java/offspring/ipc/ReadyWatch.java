package offspring.ipc;

import java.util.concurrent.locks.LockSupport;
import offspring.os.Readable;

/**
 * Waits for a pipe's end or a queue to become ready, for whoever waits for several things; in a virtual thread, of which there
 * may be many. For a platform thread {@link ReadyLooks} looks too.
 */
final class ReadyWatch implements Readable.Registration {

    /** While it stays ready, and nobody comes for it. */
    private static final long PAUSE_NANOS = 1_000_000;

    /** Returns when it is ready. */
    @FunctionalInterface
    interface Wait {
        void await() throws InterruptedException;
    }

    private final Readable readable;
    private final Wait wait;
    private final Runnable wake;
    private final Thread thread;
    private volatile boolean closed;

    private ReadyWatch(Readable readable, Wait wait, Runnable wake) {
        this.readable = readable;
        this.wait = wait;
        this.wake = wake;
        this.thread = Thread.ofVirtual().name("offspring-ready").unstarted(this::run);
    }

    /** Starts one for the calling thread. */
    static ReadyWatch start(Readable readable, Wait wait, Runnable wake) {
        ReadyWatch watch = new ReadyWatch(readable, wait, wake);
        watch.thread.start();
        if (!Thread.currentThread().isVirtual()) {
            ReadyLooks.add(watch);
        }
        return watch;
    }

    private void run() {
        try {
            while (!closed) {
                wait.await();
                if (!closed) {
                    wake.run();
                    LockSupport.parkNanos(this, PAUSE_NANOS);
                }
            }
        } catch (InterruptedException over) {
            // closed
        }
    }

    /** Does not wait, throws nothing. */
    void look() {
        if (!closed && seemsReady()) {
            wake.run();
        }
    }

    private boolean seemsReady() {
        try {
            return readable.isReady();
        } catch (RuntimeException damaged) {
            return true; // whoever waits finds out
        }
    }

    @Override
    public void close() {
        closed = true;
        ReadyLooks.remove(this);
        thread.interrupt();
    }
}
