package offspring.pool;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import offspring.ExitStatus;
import offspring.launch.Child;

/** Starts workers, replaces them, and sees to the end of each. Used under the pool's lock unless stated. */
final class Crew {

    /** After so many workers in a row that never became ready, the pool gives up, or waits if it has others. */
    static final int MAX_FAILED_STARTS = 3;

    private static final System.Logger LOG = System.getLogger("offspring.pool");

    /** How long a pool that lacks workers, and could not start any, waits before it tries again. */
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(5);

    /**
     * The end of a worker.
     *
     * @param worker which
     * @param status how it ended, or null if it could not be started
     * @param failure why it could not be started, or null
     */
    private record Exit(Worker worker, ExitStatus status, Throwable failure) {}

    private final PoolSettings settings;
    private final WorkerSource source;
    private final TaskTable tasks;
    private final WorkerTable workers;
    private final Graces graces;
    private final Drain drain;
    private final Dispatcher dispatcher;
    private final Queue<Exit> exits = new ConcurrentLinkedQueue<>();

    private int failedStarts;
    private Throwable lastStartFailure;
    private long retryAt;

    Crew(PoolSettings settings, WorkerSource source, TaskTable tasks, WorkerTable workers, Graces graces,
            Drain drain, Dispatcher dispatcher) {
        this.settings = settings;
        this.source = source;
        this.tasks = tasks;
        this.workers = workers;
        this.graces = graces;
        this.drain = drain;
        this.dispatcher = dispatcher;
    }

    // --- told by any thread, without the lock -------------------------------------------------------

    /** The worker has a process. */
    void started(Worker worker, Child handle) {
        dispatcher.locked(() -> {
            worker.handle(handle);
            if (worker.isCondemned()) {
                worker.kill();
            }
        });
    }

    /** The worker's process has ended. */
    void exited(Worker worker, ExitStatus status) {
        exits.add(new Exit(worker, status, null));
        dispatcher.wake();
    }

    /** The worker has no process and gets none. */
    void failedToStart(Worker worker, Throwable failure) {
        exits.add(new Exit(worker, null, failure));
        dispatcher.wake();
    }

    // --- starting -----------------------------------------------------------------------------------

    /** Starts as many workers as are missing; one only, now and then, where starting has failed. */
    void complete() {
        while (mayStart() && workers.liveCount() < settings.processes()) {
            int number = workers.nextNumber();
            Worker worker = new Worker(
                    number, settings.name() + "-worker-" + number, source.open(), settings.maxTasksPerWorker());
            workers.add(worker);
            source.start(worker, this);
        }
    }

    private boolean mayStart() {
        if (failedStarts >= MAX_FAILED_STARTS && System.nanoTime() - retryAt >= 0) {
            retryAt = System.nanoTime() + RETRY_NANOS;
            return true;
        }
        return failedStarts < MAX_FAILED_STARTS;
    }

    /** When to try again to start a worker, or {@code never}. */
    long nextDeadline(long never) {
        boolean waits = failedStarts >= MAX_FAILED_STARTS && workers.liveCount() < settings.processes();
        return waits ? retryAt : never;
    }

    void becameReady() {
        failedStarts = 0;
    }

    /** Why there will never be a worker again; null if there is one, or may be. */
    Throwable hopeless() {
        return failedStarts >= MAX_FAILED_STARTS && workers.liveCount() == 0 ? lastStartFailure : null;
    }

    // --- ending -------------------------------------------------------------------------------------

    /** Tells a worker without work to end; false if it cannot be told now. */
    boolean stop(Worker worker) {
        if (!worker.port().stop()) {
            return false;
        }
        worker.state(Worker.State.STOPPING);
        return true;
    }

    /** Tells all workers to end. One that is still booting is not waited for, unless it has an initializer to run. */
    void stopAll() {
        workers.allBusy();
        for (Worker worker : workers.all()) {
            if (settings.initializer() == null && worker.assigned().isEmpty() && worker.isBooting()) {
                worker.kill();
                worker.state(Worker.State.STOPPING);
                graces.forEnd(worker);
            } else if (worker.state() != Worker.State.STOPPING && stop(worker)) {
                graces.forEnd(worker);
            }
        }
    }

    /** Ends all workers, whatever they do. */
    void terminateAll() {
        workers.allBusy();
        for (Worker worker : workers.all()) {
            worker.terminate();
            graces.forEnd(worker);
        }
    }

    boolean hasNews() {
        return !exits.isEmpty();
    }

    /** Sees to the workers that have ended; false if there are none. */
    boolean bury() {
        boolean any = false;
        for (Exit exit = exits.poll(); exit != null; exit = exits.poll()) {
            bury(exit);
            any = true;
        }
        return any;
    }

    private void bury(Exit exit) {
        Worker worker = exit.worker;
        while (drain.from(worker) > 0) {
            // Everything it has said counts, before anything is judged lost.
        }
        boolean neverReady = worker.state() == Worker.State.STARTING;
        worker.state(Worker.State.GONE);
        workers.remove(worker);
        List<Range> rest = Feeder.unbegun(worker);
        failDoubtful(worker, exit);
        worker.assigned().clear();
        tasks.putBack(rest);
        worker.port().close();
        if (neverReady) {
            startFailed(Obituary.ofStart(worker, exit.status, exit.failure));
        } else {
            // It could be started once, so that its successor deserves a try at once.
            retryAt = System.nanoTime();
        }
    }

    private void startFailed(Throwable cause) {
        failedStarts++;
        lastStartFailure = cause;
        retryAt = System.nanoTime() + RETRY_NANOS;
        if (failedStarts == MAX_FAILED_STARTS && workers.liveCount() > 0) {
            LOG.log(System.Logger.Level.WARNING, settings.name() + " goes on with " + workers.liveCount() + " of "
                    + settings.processes() + " workers and tries again later: " + cause.getMessage());
        }
    }

    private static void failDoubtful(Worker worker, Exit exit) {
        for (Assignment assignment : worker.assigned()) {
            ChunkSink sink = assignment.chunk().sink();
            if (!Feeder.isInDoubt(worker, assignment)) {
                continue;
            }
            assignment.chunk().settled(1);
            if (!sink.isAbandoned()) {
                String task = sink.label(assignment.chunk(), assignment.next());
                sink.lost(assignment.chunk(), assignment.next(), 1, Obituary.ofTask(worker, exit.status, task));
            }
        }
    }
}
