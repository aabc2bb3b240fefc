package offspring.pool;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Where results are decoded for those who depend on them, each by a thread of its own: no slow one delays the others. */
final class StageThreads implements Executor {

    private final String name;
    /** Those that run, and what says when they have. */
    private final Map<Thread, CountDownLatch> busy = new ConcurrentHashMap<>();

    StageThreads(String poolName) {
        this.name = poolName + "-stage";
    }

    @Override
    public void execute(Runnable command) {
        CountDownLatch hasRun = new CountDownLatch(1);
        Thread fresh = Thread.ofVirtual().name(name).unstarted(() -> {
            try {
                command.run();
            } finally {
                end(Thread.currentThread(), hasRun);
            }
        });
        busy.put(fresh, hasRun);
        try {
            fresh.start();
        } catch (Throwable notStarted) {
            end(fresh, hasRun);
            throw notStarted;
        }
    }

    private void end(Thread thread, CountDownLatch hasRun) {
        busy.remove(thread);
        hasRun.countDown();
    }

    /** Whether the current thread is one of these. */
    boolean isCurrent() {
        return busy.containsKey(Thread.currentThread());
    }

    /** Waits until what was handed over before has run; false if it has not in time. */
    boolean awaitQuiet(Patience patience) throws InterruptedException {
        for (Map.Entry<Thread, CountDownLatch> one : Map.copyOf(busy).entrySet()) {
            CountDownLatch hasRun = one.getValue();
            if (!patience.await(one::getKey, slice -> hasRun.await(slice.toNanos(), TimeUnit.NANOSECONDS))) {
                return false;
            }
        }
        return true;
    }
}
