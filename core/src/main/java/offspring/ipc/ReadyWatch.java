package offspring.ipc;

import java.util.concurrent.locks.LockSupport;
import offspring.os.Readable;

/** Waits for a pipe's end or a queue to become ready, for whoever waits for several things; in a virtual thread, of which there may be many. */
final class ReadyWatch implements Readable.Registration {

    /** While it stays ready, and nobody comes for it. */
    private static final long PAUSE_NANOS = 1_000_000;

    /** Returns when it is ready. */
    @FunctionalInterface
    interface Wait {
        void await() throws InterruptedException;
    }

    private final Wait wait;
    private final Runnable wake;
    private final Thread thread;
    private volatile boolean closed;

    ReadyWatch(Wait wait, Runnable wake) {
        this.wait = wait;
        this.wake = wake;
        this.thread = Thread.ofVirtual().name("offspring-ready").start(this::run);
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

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
