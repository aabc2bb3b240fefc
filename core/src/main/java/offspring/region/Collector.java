package offspring.region;

import java.lang.System.Logger.Level;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Finds what nobody in this process can reach any more.
 *
 * <p>Who makes cells does it on the way, since a thread of its own would fall behind. For those who make none there is such a
 * thread, as soon as this process has a cell that others use too or that has an extension: one alone is small. The garbage collector does not feel how much memory it holds back here, so it is called when that has doubled.
 */
final class Collector {

    /** How long it takes at most until the garbage collector tells of the first, and how long until of the next. */
    private static final long FIRST_MILLIS = 200;

    private static final long NEXT_MILLIS = 20;
    /** With less in extensions the garbage collector is left alone. */
    private static final long FEW_BYTES = 64L << 20;

    private final ReferenceQueue<Object> unreachable;
    private final Consumer<Reference<?>> drop;
    /** What the thread has found, for whoever has the lock first: it, or who collects. */
    private final Queue<Reference<?>> found = new ConcurrentLinkedQueue<>();

    private final Consumer<Runnable> underLock;
    private long heldBytes;
    private long collectAtBytes = FEW_BYTES;
    private Thread thread;

    Collector(ReferenceQueue<Object> unreachable, Consumer<Reference<?>> drop, Consumer<Runnable> underLock) {
        this.underLock = underLock;
        this.unreachable = unreachable;
        this.drop = drop;
    }

    void dropUnreachable() {
        for (Reference<?> next = poll(); next != null; next = poll()) {
            drop(next);
        }
    }

    private Reference<?> poll() {
        Reference<?> next = found.poll();
        return next != null ? next : unreachable.poll();
    }

    private void drop(Reference<?> next) {
        try {
            drop.accept(next);
        } catch (RuntimeException failed) {
            System.getLogger(Collector.class.getName())
                    .log(Level.WARNING, "a shared object stays in memory until the program ends", failed);
        }
    }

    /** Has the garbage collector find what is unreachable; it tells of it bit by bit, after it has returned. */
    void collect() {
        boolean interrupted = Thread.interrupted();
        System.gc();
        long patience = FIRST_MILLIS;
        while (patience > 0) {
            try {
                Reference<?> next = unreachable.remove(patience);
                boolean any = next != null || !found.isEmpty();
                if (next != null) {
                    drop(next);
                }
                dropUnreachable();
                patience = any ? NEXT_MILLIS : 0;
            } catch (InterruptedException forTheCaller) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        collectAtBytes = Math.max(FEW_BYTES, 2 * heldBytes);
    }

    void hold(long bytes) {
        heldBytes += bytes;
        if (heldBytes > collectAtBytes) {
            collect();
        }
        work();
    }

    void release(long bytes) {
        heldBytes -= bytes;
    }

    /** From now on also while nobody makes cells. */
    void work() {
        if (thread == null) {
            thread = Thread.ofPlatform().daemon().name("offspring-cells").start(this::run);
        }
    }

    private void run() {
        try {
            while (true) {
                found.add(unreachable.remove());
                underLock.accept(this::dropUnreachable);
            }
        } catch (InterruptedException closed) {
            // the heap is closed
        }
    }

    void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}
