package offspring.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import offspring.PoolBrokenException;
import offspring.launch.Launcher;
import offspring.ring.Doorbell;

/**
 * Brings tasks to workers and outcomes back: all of a pool's state, under one lock that nobody holds for
 * long.
 *
 * <p>Submitters write into an idle worker's ring themselves. One thread of the pool's own sleeps until a
 * worker or a deadline has something for it. A thread that waits for a result may take its place for a
 * moment ({@link #help}), so that a short round trip needs no other thread.
 */
final class Dispatcher {

    private enum Phase {
        RUNNING,
        SHUT_DOWN,
        TERMINATED
    }

    private static final Runnable NOTHING = () -> {};
    private static final long NAP_NANOS = 50_000;
    private static final int NAP_ITEMS = 8;

    private final ReentrantLock lock = new ReentrantLock();
    private final TaskTable tasks = new TaskTable();
    private final WorkerTable workers = new WorkerTable();
    private final Graces graces = new Graces();
    private final Drain drain = new Drain();
    private final Feeder feeder = new Feeder(tasks, workers);
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final IdleSpin helperSpin = new IdleSpin();
    private final PoolSettings settings;
    private final WorkerSource source;
    private final CallbackThread callbacks;
    private final StageThreads stages;
    private final Crew crew;

    private volatile Phase phase = Phase.RUNNING;
    private Throwable broken;
    /** Somebody asked for something that only a turn does, such as ending idle workers. */
    private boolean turnAskedFor;
    private volatile Doorbell bell;
    private DispatcherThread thread;
    private long sleepsUntil = System.nanoTime() + Long.MAX_VALUE / 2;

    Dispatcher(PoolSettings settings, WorkerSource source) {
        this.settings = settings;
        this.source = source;
        this.callbacks = new CallbackThread(settings.name());
        this.stages = new StageThreads(settings.name());
        this.crew = new Crew(settings, source, tasks, workers, graces, drain, this);
        if (settings.initializer() != null) {
            ended.thenRun(settings.initializer()::letGo);
        }
    }

    CallbackThread callbacks() {
        return callbacks;
    }

    StageThreads stages() {
        return stages;
    }

    /**
     * Waits until the callbacks and stages that were due before have run; not from one of them, which may be what another
     * one waits for.
     *
     * @return false if they have not in time
     */
    boolean awaitQuiet(Patience patience) throws InterruptedException {
        boolean isOneOfThem = stages.isCurrent() || callbacks.isCurrent();
        return isOneOfThem || stages.awaitQuiet(patience) && callbacks.awaitQuiet(patience);
    }

    long nextTaskNumber() {
        return tasks.nextNumber();
    }

    // --- submitting ---------------------------------------------------------------------------------

    /** Registers a chunk and, if a worker is idle, sends it. */
    void submit(Chunk chunk) {
        submit(chunk, NOTHING);
    }

    /** Registers a chunk; {@code registered} runs before anything of it can arrive. */
    void submit(Chunk chunk, Runnable registered) {
        lock.lock();
        try {
            checkAccepting();
            start();
            registered.run();
            if (broken != null) {
                chunk.settled(chunk.count());
                chunk.sink().lost(chunk, 0, chunk.count(), brokenException());
                return;
            }
            tasks.add(chunk);
            feeder.feedNew();
        } finally {
            lock.unlock();
        }
    }

    void checkAccepting() {
        if (phase != Phase.RUNNING) {
            throw rejection();
        }
    }

    RejectedExecutionException rejection() {
        return new RejectedExecutionException("cannot submit to " + settings.name() + ": it was "
                + (phase == Phase.SHUT_DOWN ? "shut down" : "terminated") + "; make a new pool");
    }

    private void start() {
        if (thread == null) {
            Launcher.checkMayStart(settings.name());
            bell = source.bell();
            thread = new DispatcherThread(settings.name() + "-dispatcher", this, bell);
            crew.complete();
            thread.start();
            new LostTasks(settings, this).watch();
        }
    }

    /** Forgets a function that no chunk will use any more. */
    void forget(Call call) {
        if (call.id() != 0 && !call.isLasting()) {
            locked(() -> workers.all().forEach(worker -> worker.forget(call.id())));
            call.forgotten();
        }
    }

    // --- cancelling ---------------------------------------------------------------------------------

    /** Ends a submission; what of it runs is interrupted or left to itself. */
    boolean cancel(TaskFuture<?> task, boolean interrupt) {
        lock.lock();
        try {
            if (!task.completeCancelled()) {
                return task.isCancelled();
            }
            withdraw(task, interrupt);
            return true;
        } finally {
            lock.unlock();
            wakeForDeadline();
        }
    }

    /** Takes back what has not begun of a sink's chunks. */
    void withdraw(ChunkSink sink, boolean interrupt) {
        locked(() -> {
            for (Worker worker : workers.busy()) {
                for (Assignment assignment : worker.assigned()) {
                    if (assignment.chunk().sink() == sink) {
                        worker.takeBack(assignment);
                        if (interrupt && worker.interrupt(assignment)) {
                            graces.forTask(worker, assignment);
                        }
                    }
                }
            }
        });
    }

    String cancellationText() {
        return phase == Phase.TERMINATED
                ? "there is no result: " + settings.name() + " was terminated"
                : "there is no result: the task was cancelled";
    }

    // --- turning ------------------------------------------------------------------------------------

    /** Looks at everything once; returns whether anything had happened. */
    boolean turn() {
        lock.lock();
        try {
            if (thread == null) {
                return false; // nothing was ever submitted
            }
            turnAskedFor = false;
            boolean news = crew.bury() | drain();
            long now = System.nanoTime();
            graces.enforce(now);
            feeder.takeBackStale(now);
            settle();
            feeder.feed();
            return news;
        } finally {
            lock.unlock();
        }
    }

    private void tryTurn() {
        if (lock.tryLock()) {
            try {
                turn();
            } finally {
                lock.unlock();
            }
        }
    }

    private boolean drain() {
        boolean any = false;
        List<Worker> busy = workers.busy();
        for (int i = busy.size() - 1; i >= 0; i--) {
            Worker worker = busy.get(i);
            any |= drain.from(worker) > 0;
            if (drain.becameReady()) {
                crew.becameReady();
            }
            if (worker.isAtRest()) {
                workers.becameIdle(i);
            } else if (worker.isSpent()) {
                crew.stop(worker);
            }
        }
        return any;
    }

    /** Replaces workers, gives up, or ends, as the state of things demands. */
    private void settle() {
        if (phase == Phase.RUNNING || !tasks.isEmpty()) {
            if (broken == null && phase != Phase.TERMINATED) {
                crew.complete();
            }
            Throwable cause = crew.hopeless();
            if (cause != null) {
                breakDown(cause);
            }
        } else if (workers.allAtRest()) {
            crew.stopAll();
        }
        if (phase != Phase.RUNNING && tasks.isEmpty() && workers.all().isEmpty()) {
            ended.complete(null);
        }
    }

    private void breakDown(Throwable cause) {
        broken = cause;
        for (Range range : tasks.removeAll()) {
            range.chunk().settled(range.count());
            range.chunk().sink().lost(range.chunk(), range.from(), range.count(), brokenException());
        }
    }

    private PoolBrokenException brokenException() {
        return new PoolBrokenException(
                "cannot run tasks in " + settings.name() + ": " + Crew.MAX_FAILED_STARTS
                        + " workers in a row failed before they were ready; the last because of: " + broken
                        + "; make a new pool when that is put right",
                broken);
    }

    /** A bug of this library shows itself here: nobody is left waiting for ever. */
    void fail(Throwable bug) {
        locked(() -> {
            broken = bug;
            terminate();
            ended.complete(null);
        });
    }

    /** The last thing the dispatcher's thread does. */
    void cleanUp() {
        locked(source::close);
    }

    // --- the end ------------------------------------------------------------------------------------

    /** No more tasks from now on. */
    void shutdown() {
        locked(() -> {
            if (phase == Phase.RUNNING) {
                phase = Phase.SHUT_DOWN;
                turnAskedFor = true;
                endIfNeverStarted();
            }
        });
        wake();
    }

    /** Ends all; returns what had not begun. */
    List<Range> terminate() {
        lock.lock();
        try {
            List<Range> waiting = tasks.removeAll();
            phase = Phase.TERMINATED;
            turnAskedFor = true;
            waiting.forEach(range -> {
                range.chunk().sink().terminated();
                range.chunk().settled(range.count());
            });
            workers.all().forEach(Worker::abandonTasks);
            crew.terminateAll();
            endIfNeverStarted();
            return waiting;
        } finally {
            lock.unlock();
            wake();
        }
    }

    private void endIfNeverStarted() {
        if (thread == null) {
            ended.complete(null);
        }
    }

    boolean isShutdown() {
        return phase != Phase.RUNNING;
    }

    boolean isTerminated() {
        return phase == Phase.TERMINATED;
    }

    /** Done when the pool has ended: no task, no worker. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    /** How many tasks somebody still waits for. */
    long unfinished() {
        lock.lock();
        try {
            long count = tasks.itemCount();
            for (Worker worker : workers.all()) {
                count += worker.itemsWanted();
            }
            return count;
        } finally {
            lock.unlock();
        }
    }

    /** What workers do that are up. */
    List<WorkerInfo> workers() {
        turn();
        List<WorkerInfo> infos = new ArrayList<>();
        locked(() -> workers.all().forEach(worker -> worker.info().ifPresent(infos::add)));
        return infos;
    }

    // --- waiting ------------------------------------------------------------------------------------

    /** Does the dispatcher's work for a moment, until the condition holds or this seems not to pay. */
    void help(BooleanSupplier condition) {
        Doorbell ours = bell;
        if (ours == null) {
            return;
        }
        ours.mute();
        try {
            helperSpin.until(() -> {
                tryTurn();
                return condition.getAsBoolean();
            });
        } finally {
            ours.unmute();
            turn();
            wakeForDeadline();
        }
    }

    /** Looks once whether the condition holds now. */
    boolean look(BooleanSupplier condition) {
        turn();
        wakeForDeadline();
        return condition.getAsBoolean();
    }

    /** Whether a turn would find something, or has to be earlier than planned. */
    boolean hasNews() {
        lock.lock();
        try {
            if (turnAskedFor || crew.hasNews() || ended.isDone() || nextDeadline() - sleepsUntil < 0) {
                return true;
            }
            for (Worker worker : workers.busy()) {
                if (worker.port().hasOutcomes()) {
                    return true;
                }
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Until when the dispatcher's thread may sleep if nothing happens. */
    long planSleep() {
        lock.lock();
        try {
            sleepsUntil = nextDeadline();
            return sleepsUntil;
        } finally {
            lock.unlock();
        }
    }

    private long nextDeadline() {
        long never = System.nanoTime() + Long.MAX_VALUE / 2;
        long look = feeder.hasPrefetched() ? feeder.nextLook() : never;
        long retry = phase == Phase.TERMINATED ? never : crew.nextDeadline(never);
        return graces.nextDeadline(retry - look < 0 ? retry : look);
    }

    /** How long to let outcomes pile up before looking again, since so many are under way. */
    long napNanos() {
        lock.lock();
        try {
            long items = 0;
            for (Worker worker : workers.busy()) {
                items += worker.itemsUnderWay();
            }
            return items >= (long) NAP_ITEMS * settings.processes() ? NAP_NANOS : 0;
        } finally {
            lock.unlock();
        }
    }

    void wake() {
        Doorbell ours = bell;
        if (ours != null) {
            ours.ring();
        }
    }

    private void wakeForDeadline() {
        lock.lock();
        try {
            if (nextDeadline() - sleepsUntil < 0) {
                wake();
            }
        } finally {
            lock.unlock();
        }
    }

    void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }
}
