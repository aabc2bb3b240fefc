package offspring.ipc;

import java.util.concurrent.locks.LockSupport;
import offspring.os.Readable;

/** Waits for an end to become ready, for whoever waits for several things; in a virtual thread, of which there may be many. */
final class PipeWatch implements Readable.Registration {

    /** While it stays ready, and nobody comes for it. */
    private static final long PAUSE_NANOS = 1_000_000;

    private final PipeEnd end;
    private final Runnable wake;
    private final Thread thread;
    private volatile boolean closed;

    PipeWatch(PipeEnd end, Runnable wake) {
        this.end = end;
        this.wake = wake;
        this.thread = Thread.ofVirtual().name("offspring-pipe").start(this::run);
    }

    private void run() {
        try {
            while (!closed) {
                end.awaitReady();
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
