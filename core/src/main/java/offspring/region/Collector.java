package offspring.region;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.function.Consumer;

/**
 * Finds what nobody in this process can reach any more.
 *
 * <p>Who makes cells does it on the way, since a thread of its own would fall behind; for those who make none there is such a
 * thread. The garbage collector does not feel how much memory it holds back here, so it is called when that has doubled.
 */
final class Collector {

    private static final long COLLECTED_MILLIS = 20;
    /** With less in extensions the garbage collector is left alone. */
    private static final long FEW_BYTES = 64L << 20;

    private final ReferenceQueue<SharedCell> unreachable;
    private final Consumer<CellUse> drop;

    private long heldBytes;
    private long collectAtBytes = FEW_BYTES;
    private Thread thread;

    Collector(ReferenceQueue<SharedCell> unreachable, Consumer<CellUse> drop) {
        this.unreachable = unreachable;
        this.drop = drop;
    }

    void dropUnreachable() {
        for (Reference<?> next = unreachable.poll(); next != null; next = unreachable.poll()) {
            drop.accept((CellUse) next);
        }
    }

    /** Has the garbage collector find what is unreachable; it tells of it bit by bit, after it has returned. */
    void collect() {
        System.gc();
        try {
            Reference<?> next = unreachable.remove(COLLECTED_MILLIS);
            while (next != null) {
                drop.accept((CellUse) next);
                next = unreachable.remove(COLLECTED_MILLIS);
            }
        } catch (InterruptedException forTheCaller) {
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
                drop.accept((CellUse) unreachable.remove());
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
