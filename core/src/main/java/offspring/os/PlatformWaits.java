package offspring.os;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Waits on behalf of virtual threads. A native wait on a virtual thread pins its carrier, and the scheduler does not
 * put another in its place: eight waits on a machine of two processors stop every other virtual thread.
 */
final class PlatformWaits {

    /** Something that blocks its thread, and ends soon after the thread is interrupted. */
    @FunctionalInterface
    interface Wait {
        void run() throws InterruptedException;
    }

    private PlatformWaits() {}

    /** Runs a wait on a platform thread; the calling one, which is virtual, parks meanwhile. */
    static void run(Wait wait) throws InterruptedException {
        FutureTask<Void> task = new FutureTask<>(() -> {
            wait.run();
            return null;
        });
        Threads.POOL.execute(task);
        try {
            task.get();
        } catch (InterruptedException interrupted) {
            task.cancel(true);
            throw interrupted;
        } catch (ExecutionException failed) {
            throw unchecked(failed.getCause());
        }
    }

    private static RuntimeException unchecked(Throwable cause) {
        return switch (cause) {
            case RuntimeException runtime -> runtime;
            case Error error -> throw error;
            default -> new IllegalStateException("a wait on behalf of a virtual thread failed", cause);
        };
    }

    /** Started by the first virtual thread that waits; idle threads end after some seconds. */
    private static final class Threads {
        static final ThreadPoolExecutor POOL = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                5,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                Thread.ofPlatform().daemon().name("offspring-wait-", 0).factory());
    }
}
