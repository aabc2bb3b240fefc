package offspring.pool;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** Where results are decoded for those who depend on them, each by a thread of its own: no slow one delays the others. */
final class StageThreads implements Executor {

    private final String name;
    private final Set<Thread> busy = ConcurrentHashMap.newKeySet();

    StageThreads(String poolName) {
        this.name = poolName + "-stage";
    }

    @Override
    public void execute(Runnable command) {
        Thread fresh = Thread.ofVirtual().name(name).unstarted(() -> {
            try {
                command.run();
            } finally {
                busy.remove(Thread.currentThread());
            }
        });
        busy.add(fresh);
        fresh.start();
    }

    /** Waits until what was handed over before has run; false if it has not in time. */
    boolean awaitQuiet(Patience patience) throws InterruptedException {
        for (Thread thread : List.copyOf(busy)) {
            if (thread != Thread.currentThread() && !patience.await(() -> thread, thread::join)) {
                return false;
            }
        }
        return true;
    }
}
