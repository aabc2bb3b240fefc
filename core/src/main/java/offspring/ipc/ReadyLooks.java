package offspring.ipc;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks now and then at everything that platform threads of this process wait for by way of a {@link ReadyWatch}. Its virtual
 * thread tells at once, as long as there is a carrier for it; when all carriers are busy or pinned, a platform thread must
 * not wait for them. One daemon thread looks for all, hundreds of them if need be.
 *
 * <p>Nobody wakes it: who waits for a moment only should not cost two threads' changing places. It ends when there was nothing
 * to look at for a while.
 */
final class ReadyLooks {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    /** Who has waited for a second can wait for this. */
    private static final long LONG_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(2);
    /** When a look takes long, as there is much to look at, it rests this many times longer. */
    private static final int REST = 200;

    private static final Object LOCK = new Object();
    private static final Set<ReadyWatch> WATCHES = new HashSet<>();
    private static boolean isRunning;
    /** When the last one was added. */
    private static long added;

    private ReadyLooks() {}

    static void add(ReadyWatch watch) {
        synchronized (LOCK) {
            WATCHES.add(watch);
            added = System.nanoTime();
            if (!isRunning) {
                Thread.ofPlatform().daemon().name("offspring-looks").start(ReadyLooks::run);
                isRunning = true;
            }
        }
    }

    static void remove(ReadyWatch watch) {
        synchronized (LOCK) {
            WATCHES.remove(watch);
        }
    }

    private static void run() {
        try {
            lookUntilIdle();
        } catch (Throwable failed) {
            synchronized (LOCK) {
                isRunning = false; // who comes next starts another
            }
            throw failed;
        }
    }

    private static void lookUntilIdle() {
        long busy = System.nanoTime();
        while (true) {
            long start = System.nanoTime();
            long pause;
            List<ReadyWatch> watches;
            synchronized (LOCK) {
                watches = List.copyOf(WATCHES);
                pause = start - added < FRESH_NANOS ? PAUSE_NANOS : LONG_PAUSE_NANOS;
                if (!watches.isEmpty()) {
                    busy = start;
                } else if (start - busy > IDLE_NANOS) {
                    isRunning = false;
                    return;
                }
            }
            watches.forEach(ReadyWatch::look);
            LockSupport.parkNanos(Math.max(pause, REST * (System.nanoTime() - start)));
        }
    }
}
