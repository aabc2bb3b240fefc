package offspring.pool;

import java.util.ArrayList;
import java.util.List;
import offspring.worker.Probe;
import offspring.worker.Ticket;

/** Decides which worker gets what, and when it is taken back. Used under the pool's lock. */
final class Feeder {

    private static final long STALE_NANOS = 1_000_000;

    private final TaskTable tasks;
    private final WorkerTable workers;
    private long lastLook;

    Feeder(TaskTable tasks, WorkerTable workers) {
        this.tasks = tasks;
        this.workers = workers;
    }

    /** Gives waiting tasks to idle workers. */
    void feedIdle() {
        while (workers.hasIdle() && !tasks.isEmpty()) {
            Worker worker = workers.takeIdle();
            worker.prefetch().begin(System.nanoTime());
            if (!give(worker)) {
                return;
            }
        }
    }

    /** Gives a task that has just come to a worker that has nothing else to do. */
    void feedNew() {
        feedIdle();
        if (!tasks.isEmpty() && tasks.size() <= workers.busy().size()) {
            feed();
        }
    }

    /** Gives waiting tasks to all workers that have room. */
    void feed() {
        feedIdle();
        if (tasks.isEmpty()) {
            stealFromStarting();
            return;
        }
        int share = Math.max(1, tasks.size() / workers.busy().size());
        for (Worker worker : workers.busy()) {
            fill(worker, share);
        }
    }

    private void fill(Worker worker, int share) {
        int room = worker.prefetch().limit() - worker.assigned().size();
        for (int i = Math.min(room, share); i > 0 && worker.takesTasks() && !tasks.isEmpty(); i--) {
            if (!give(worker)) {
                return;
            }
        }
    }

    /** Gives the worker the first range, or as much of it as it may still run. */
    private boolean give(Worker worker) {
        Range range = tasks.first();
        int calls = Math.min(range.count(), worker.callsLeft());
        Probe.step("pool.Feeder: worker chosen");
        Range given = new Range(range.chunk(), range.from(), range.from() + calls);
        if (!worker.takesTasks() || !worker.assign(given)) {
            return false;
        }
        if (calls == range.count()) {
            tasks.removeFirst();
        } else {
            tasks.shortenFirst(given.to());
        }
        return true;
    }

    /** What was sent to workers that still boot goes to those that are idle. */
    private void stealFromStarting() {
        if (workers.hasIdle()) {
            for (Worker worker : List.copyOf(workers.busy())) {
                if (worker.state() == Worker.State.STARTING && workers.hasIdle()) {
                    tasks.putBack(worker.takeBackWaiting());
                    feedIdle();
                }
            }
        }
    }

    /** Whether {@link #takeBackStale} has to be called soon. */
    boolean hasPrefetched() {
        for (Worker worker : workers.busy()) {
            if (worker.hasWaiting()) {
                return true;
            }
        }
        return false;
    }

    /** When to call {@link #takeBackStale} next. */
    long nextLook() {
        return lastLook + STALE_NANOS;
    }

    /** Takes back what waits behind long tasks: whichever worker is free first shall have it. */
    void takeBackStale(long now) {
        if (now - nextLook() < 0) {
            return;
        }
        lastLook = now;
        List<Range> taken = new ArrayList<>();
        for (Worker worker : workers.busy()) {
            if (worker.prefetch().isStale(worker.tasksDone()) && worker.hasWaiting()) {
                taken.addAll(worker.takeBackWaiting());
            }
        }
        taken.sort((a, b) -> Long.compare(a.chunk().order(), b.chunk().order()));
        tasks.putBack(taken);
        feedIdle();
    }

    /** What was lost with a dead worker, as far as it had not begun, goes to others. */
    static List<Range> unbegun(Worker dead) {
        List<Range> rest = new ArrayList<>();
        for (Assignment assignment : dead.assigned()) {
            int doubtful = isInDoubt(dead, assignment) ? 1 : 0;
            rest.add(assignment.rest(assignment.next() + doubtful));
        }
        return rest;
    }

    /** Whether the dead worker had begun an item of the assignment and not published its outcome. */
    static boolean isInDoubt(Worker dead, Assignment assignment) {
        long word = dead.port().ticket(assignment);
        return Ticket.isTagged(word, assignment.number()) && Ticket.begun(word) > assignment.next();
    }
}
