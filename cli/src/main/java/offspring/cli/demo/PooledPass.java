package offspring.cli.demo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import offspring.WorkerDiedException;
import offspring.pool.AsyncResult;
import offspring.pool.Pool;
import offspring.pool.WorkerInfo;

/** One pass over all chunks in a pool. A chunk whose worker died is submitted again. */
final class PooledPass {

    private final Pool pool;
    private final List<Chunk> chunks;
    private final Screen screen;
    private final boolean killing;
    private final Tally total = new Tally();
    private int done;
    private int lost;
    private int kills;

    PooledPass(Pool pool, List<Chunk> chunks, Screen screen, boolean killing) {
        this.pool = pool;
        this.chunks = chunks;
        this.screen = screen;
        this.killing = killing;
    }

    /** What was found in all chunks. */
    Tally run() throws InterruptedException, ExecutionException {
        List<Chunk> remaining = chunks;
        while (!remaining.isEmpty()) {
            remaining = collect(submit(remaining));
        }
        return total;
    }

    /** How many tasks were lost with a worker and run again. */
    int lost() {
        return lost;
    }

    private Map<AsyncResult<Tally>, Chunk> submit(List<Chunk> which) {
        Map<AsyncResult<Tally>, Chunk> submitted = new HashMap<>();
        for (Chunk chunk : which) {
            submitted.put(pool.applyAsync(Scan::scan, chunk), chunk);
        }
        return submitted;
    }

    /** Adds up what comes in, in the order in which it does; what was lost is returned. */
    private List<Chunk> collect(Map<AsyncResult<Tally>, Chunk> submitted)
            throws InterruptedException, ExecutionException {
        List<Chunk> again = new ArrayList<>();
        Iterator<AsyncResult<Tally>> completed = AsyncResult.asCompleted(submitted.keySet());
        while (completed.hasNext()) {
            AsyncResult<Tally> result = completed.next();
            try {
                total.add(result.get());
                done++;
                screen.progress(done, chunks.size(), pool.workers().size() + " workers");
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof WorkerDiedException death)) {
                    throw e;
                }
                report(submitted.get(result), death);
                again.add(submitted.get(result));
            }
            killIfDue();
        }
        return again;
    }

    private void report(Chunk chunk, WorkerDiedException death) {
        lost++;
        screen.line("   %s %s with part %d, which alone is submitted again:",
                death.processName(), death.exitStatus(), chunk.number());
        screen.line("   WorkerDiedException: %s", death.getMessage());
    }

    /** A third of the way a worker is killed; again, should it have been between two tasks just then. */
    private void killIfDue() {
        if (!killing || lost > 0 || kills >= 5 || done < chunks.size() / 3 + kills) {
            return;
        }
        for (WorkerInfo worker : pool.workers()) {
            if (worker.state() == WorkerInfo.State.BUSY) {
                kills++;
                screen.line("   after %d of %d tasks: kill -9 %d (%s, busy)",
                        done, chunks.size(), worker.pid(), worker.name());
                ProcessHandle.of(worker.pid()).ifPresent(ProcessHandle::destroyForcibly);
                return;
            }
        }
    }
}
