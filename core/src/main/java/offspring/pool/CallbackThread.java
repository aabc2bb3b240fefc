package offspring.pool;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import offspring.launch.ExitCall;

/**
 * The pool's one thread for callbacks and dependent stages, there while it has something to do.
 *
 * <p>What runs on it may take its time: nothing but other callbacks waits for it.
 */
final class CallbackThread implements Executor {

    private static final System.Logger LOG = System.getLogger("offspring.pool");
    private static final Duration KEPT_IDLE = Duration.ofSeconds(1);
    private static final Duration SLICE = Duration.ofMillis(100);

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

    /**
     * Waits until what was handed over before has run; at once on this thread itself, and not for a callback that
     * has called {@code System.exit}.
     */
    void awaitQuiet() throws InterruptedException {
        awaitQuiet(() -> true);
    }

    /** The same, as long as a condition holds, which is looked at now and then. */
    void awaitQuiet(BooleanSupplier patient) throws InterruptedException {
        if (isCurrent() || executor.getPoolSize() == 0) {
            return;
        }
        CountDownLatch quiet = new CountDownLatch(1);
        execute(quiet::countDown);
        while (!isInExit() && patient.getAsBoolean() && !quiet.await(SLICE.toMillis(), TimeUnit.MILLISECONDS)) {
            // It may come to that while we wait.
        }
    }

    private boolean isInExit() {
        Thread ours = thread;
        return ours != null && ExitCall.isIn(ours);
    }
}
