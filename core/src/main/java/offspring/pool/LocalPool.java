package offspring.pool;

import java.lang.ref.Cleaner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import offspring.BiFunc;
import offspring.Func;
import offspring.Task;
import offspring.worker.CallKind;
import offspring.worker.Probe;

/** A pool whose workers are children of this process. */
final class LocalPool extends ExecutorFacade {

    private static final Cleaner FORGOTTEN = Cleaner.create();

    private final PoolSettings settings;
    private final Dispatcher dispatcher;
    private final Submissions submissions;
    private final Set<ImapIterator<?>> openIterators =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    LocalPool(PoolSettings settings, WorkerSource source) {
        this.settings = settings;
        this.dispatcher = new Dispatcher(settings, source);
        this.submissions = new Submissions(dispatcher, settings.processes());
        // Nobody can submit to a pool that nobody has: its workers end when its tasks are done.
        FORGOTTEN.register(this, dispatcher::shutdown);
    }

    // --- one call -----------------------------------------------------------------------------------

    @Override
    <R> SingleTask<R> submitCall(
            CallKind kind,
            Object function,
            R fixedResult,
            Consumer<? super R> callback,
            Consumer<? super Throwable> errorCallback) {
        return submissions.call(kind, function, fixedResult, callback, errorCallback);
    }

    @Override
    public <R> R apply(Task<R> task) throws InterruptedException {
        return Failures.join(applyAsync(task));
    }

    @Override
    public <A, R> R apply(Func<A, R> function, A a) throws InterruptedException {
        return Failures.join(applyAsync(function, a));
    }

    @Override
    public <A, B, R> R apply(BiFunc<A, B, R> function, A a, B b) throws InterruptedException {
        return Failures.join(applyAsync(function, a, b));
    }

    @Override
    public <R> AsyncResult<R> applyAsync(Task<R> task) {
        return applyAsync(task, null, null);
    }

    @Override
    public <R> AsyncResult<R> applyAsync(
            Task<R> task, Consumer<? super R> callback, Consumer<? super Throwable> errorCallback) {
        return submitCall(CallKind.CALL, task, null, callback, errorCallback);
    }

    @Override
    public <A, R> AsyncResult<R> applyAsync(Func<A, R> function, A a) {
        return applyAsync(function, a, null, null);
    }

    @Override
    public <A, R> AsyncResult<R> applyAsync(
            Func<A, R> function, A a, Consumer<? super R> callback, Consumer<? super Throwable> errorCallback) {
        return submissions.apply(CallKind.APPLY, function, a, callback, errorCallback);
    }

    @Override
    public <A, B, R> AsyncResult<R> applyAsync(BiFunc<A, B, R> function, A a, B b) {
        return applyAsync(function, a, b, null, null);
    }

    @Override
    public <A, B, R> AsyncResult<R> applyAsync(
            BiFunc<A, B, R> function,
            A a,
            B b,
            Consumer<? super R> callback,
            Consumer<? super Throwable> errorCallback) {
        return submissions.apply(CallKind.APPLY_PAIR, function, new Object[] {a, b}, callback, errorCallback);
    }

    // --- many calls of one function -------------------------------------------------------------------

    @Override
    public <A, R> List<R> map(Func<A, R> function, Iterable<? extends A> items) throws InterruptedException {
        return Failures.join(mapAsync(function, items));
    }

    @Override
    public <A, R> List<R> map(Func<A, R> function, Iterable<? extends A> items, int chunkSize)
            throws InterruptedException {
        return Failures.join(mapAsync(function, items, chunkSize));
    }

    @Override
    public <A, R> AsyncResult<List<R>> mapAsync(Func<A, R> function, Iterable<? extends A> items) {
        return mapAsync(function, items, null, null);
    }

    @Override
    public <A, R> AsyncResult<List<R>> mapAsync(Func<A, R> function, Iterable<? extends A> items, int chunkSize) {
        PoolBuilder.atLeastOne("chunkSize", chunkSize);
        return submissions.map(CallKind.APPLY, function, items, chunkSize, null, null);
    }

    @Override
    public <A, R> AsyncResult<List<R>> mapAsync(
            Func<A, R> function,
            Iterable<? extends A> items,
            Consumer<? super List<R>> callback,
            Consumer<? super Throwable> errorCallback) {
        Probe.step("pool.LocalPool: map");
        return submissions.map(CallKind.APPLY, function, items, 0, callback, errorCallback);
    }

    @Override
    public <A, B, R> List<R> starmap(
            BiFunc<A, B, R> function, Iterable<? extends Map.Entry<? extends A, ? extends B>> items)
            throws InterruptedException {
        return Failures.join(starmapAsync(function, items));
    }

    @Override
    public <A, B, R> List<R> starmap(
            BiFunc<A, B, R> function,
            Iterable<? extends Map.Entry<? extends A, ? extends B>> items,
            int chunkSize)
            throws InterruptedException {
        return Failures.join(starmapAsync(function, items, chunkSize));
    }

    @Override
    public <A, B, R> AsyncResult<List<R>> starmapAsync(
            BiFunc<A, B, R> function, Iterable<? extends Map.Entry<? extends A, ? extends B>> items) {
        return starmapAsync(function, items, null, null);
    }

    @Override
    public <A, B, R> AsyncResult<List<R>> starmapAsync(
            BiFunc<A, B, R> function,
            Iterable<? extends Map.Entry<? extends A, ? extends B>> items,
            int chunkSize) {
        PoolBuilder.atLeastOne("chunkSize", chunkSize);
        return submissions.map(CallKind.APPLY_PAIR, function, Submissions.pairs(items), chunkSize, null, null);
    }

    @Override
    public <A, B, R> AsyncResult<List<R>> starmapAsync(
            BiFunc<A, B, R> function,
            Iterable<? extends Map.Entry<? extends A, ? extends B>> items,
            Consumer<? super List<R>> callback,
            Consumer<? super Throwable> errorCallback) {
        return submissions.map(
                CallKind.APPLY_PAIR, function, Submissions.pairs(items), 0, callback, errorCallback);
    }

    @Override
    public <A, R> ResultIterator<R> imap(Func<A, R> function, Iterable<? extends A> items) {
        return opened(submissions.imap(this, CallKind.APPLY, function, items, 0, true));
    }

    @Override
    public <A, R> ResultIterator<R> imap(Func<A, R> function, Iterable<? extends A> items, int chunkSize) {
        PoolBuilder.atLeastOne("chunkSize", chunkSize);
        return opened(submissions.imap(this, CallKind.APPLY, function, items, chunkSize, true));
    }

    @Override
    public <A, R> ResultIterator<R> imapUnordered(Func<A, R> function, Iterable<? extends A> items) {
        return opened(submissions.imap(this, CallKind.APPLY, function, items, 0, false));
    }

    @Override
    public <A, R> ResultIterator<R> imapUnordered(Func<A, R> function, Iterable<? extends A> items, int chunkSize) {
        PoolBuilder.atLeastOne("chunkSize", chunkSize);
        return opened(submissions.imap(this, CallKind.APPLY, function, items, chunkSize, false));
    }

    private <R> ResultIterator<R> opened(ImapIterator<R> iterator) {
        openIterators.add(iterator);
        return iterator;
    }

    // --- the pool's own life ------------------------------------------------------------------------

    @Override
    public void shutdown() {
        dispatcher.shutdown();
    }

    @Override
    public void terminate() {
        dispatcher.terminate();
    }

    @Override
    public List<Runnable> shutdownNow() {
        List<Runnable> unstarted = new ArrayList<>();
        for (Range range : dispatcher.terminate()) {
            unstarted.add(Unstarted.asRunnable(range));
        }
        return unstarted;
    }

    @Override
    public void close() {
        dispatcher.shutdown();
        for (ImapIterator<?> iterator : List.copyOf(openIterators)) {
            iterator.drop();
        }
        boolean interrupted = false;
        while (!isTerminated()) {
            try {
                dispatcher.ended().get();
            } catch (InterruptedException stopWaiting) {
                interrupted = true;
                dispatcher.terminate();
            } catch (ExecutionException impossible) {
                throw new AssertionError(impossible);
            }
        }
        interrupted |= !callbacksHaveRun();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean callbacksHaveRun() {
        try {
            return dispatcher.awaitQuiet(Patience.endless());
        } catch (InterruptedException stopWaiting) {
            return false;
        }
    }

    @Override
    public boolean isShutdown() {
        return dispatcher.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return dispatcher.ended().isDone();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        Patience patience = new Patience(unit.toNanos(timeout), () -> true);
        try {
            dispatcher.ended().get(unit.toNanos(timeout), TimeUnit.NANOSECONDS);
            return dispatcher.awaitQuiet(patience);
        } catch (TimeoutException late) {
            return false;
        } catch (ExecutionException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Override
    public void join() throws InterruptedException {
        while (!join(Duration.ofDays(1))) {
            // As long as it takes.
        }
    }

    @Override
    public boolean join(Duration timeout) throws InterruptedException {
        if (!isShutdown()) {
            throw new IllegalStateException("cannot join " + settings.name()
                    + ": it still takes tasks; call shutdown(), close() or terminate() first");
        }
        return awaitTermination(Nanos.of(timeout), TimeUnit.NANOSECONDS);
    }

    @Override
    public List<WorkerInfo> workers() {
        return dispatcher.workers();
    }

    @Override
    public String toString() {
        String state = isTerminated() ? "ended" : isShutdown() ? "shut down" : "running";
        return settings.name() + " (" + settings.processes() + " workers, " + state + ")";
    }
}
