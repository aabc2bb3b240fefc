package offspring.pool;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The pool's one thread for callbacks and dependent stages, there while it has something to do.
 *
 * <p>What runs on it may take its time: nothing but other callbacks waits for it.
 */
final class CallbackThread implements Executor {

    private static final System.Logger LOG = System.getLogger("offspring.pool");
    private static final Duration KEPT_IDLE = Duration.ofSeconds(1);

    private final ThreadPoolExecutor executor;
    private volatile Thread thread;

    CallbackThread(String poolName) {
        executor = new ThreadPoolExecutor(
                1, 1, KEPT_IDLE.toMillis(), TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread fresh = new Thread(task, poolName + "-callbacks");
                    fresh.setDaemon(true);
                    thread = fresh;
                    return fresh;
                });
        executor.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable command) {
        executor.execute(command);
    }

    /** Runs user code whose exceptions concern nobody else: they are logged. */
    void executeGuarded(Runnable callback, Runnable after) {
        execute(() -> {
            try {
                callback.run();
            } catch (Throwable failure) {
                LOG.log(System.Logger.Level.ERROR, "a callback of " + Thread.currentThread().getName() + " failed", failure);
            } finally {
                after.run();
            }
        });
    }

    /** Whether the current thread is this one. */
    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /** Waits until what was handed over before has run; false if it has not in time. Not on this thread itself. */
    boolean awaitQuiet(Patience patience) throws InterruptedException {
        if (executor.getPoolSize() == 0) {
            return true;
        }
        CountDownLatch quiet = new CountDownLatch(1);
        execute(quiet::countDown);
        return patience.await(() -> thread, slice -> quiet.await(slice.toNanos(), TimeUnit.NANOSECONDS));
    }
}
