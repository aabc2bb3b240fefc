package offspring.pool;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import offspring.worker.Probe;

/**
 * A submission that has one answer, once all of its outcomes have arrived.
 *
 * <p>The dispatcher only notes that they are there. Decoding is done by the first thread that asks: the callback thread
 * if there are callbacks, one of its own if there are dependent stages, which wait for no callback.
 */
abstract class TaskFuture<R> extends ForwardedStage<R> implements AsyncResult<R>, ChunkSink {

    private final Dispatcher dispatcher;
    private final CallbackThread callbacks;
    private final CompletableFuture<Void> arrival = new CompletableFuture<>();
    private final CompletableFuture<Void> calledBack;
    private final Consumer<? super R> callback;
    private final Consumer<? super Throwable> errorCallback;

    private volatile boolean cancelled;
    private CompletableFuture<R> stage;
    private Decoded<R> decoded;

    TaskFuture(Dispatcher dispatcher, Consumer<? super R> callback, Consumer<? super Throwable> errorCallback) {
        this.dispatcher = dispatcher;
        this.callbacks = dispatcher.callbacks();
        this.callback = callback;
        this.errorCallback = errorCallback;
        this.calledBack = callback == null && errorCallback == null ? null : new CompletableFuture<>();
    }

    /** Decodes what has arrived; called once. */
    abstract Decoded<R> decode();

    // --- the dispatcher's side, under the pool's lock -----------------------------------------------

    /** Everything has arrived. */
    final void complete() {
        Probe.step("pool.TaskFuture: completed");
        if (arrival.complete(null) && calledBack != null) {
            callbacks.executeGuarded(this::callBack, () -> calledBack.complete(null));
        }
    }

    /** Nobody waits for what is still missing; false if nothing is. */
    final boolean completeCancelled() {
        if (arrival.isDone()) {
            return false;
        }
        cancelled = true;
        complete();
        givenUp();
        return true;
    }

    /** Nobody waits any more: what was kept for those that have not begun need not be kept. */
    void givenUp() {}

    @Override
    public final void terminated() {
        completeCancelled();
    }

    @Override
    public final boolean isAbandoned() {
        return cancelled;
    }

    private void callBack() {
        Decoded<R> answer = answer();
        if (answer.failure() == null && callback != null) {
            callback.accept(answer.value());
        } else if (answer.failure() != null && errorCallback != null) {
            errorCallback.accept(answer.failure());
        }
    }

    // --- the caller's side --------------------------------------------------------------------------

    final synchronized Decoded<R> answer() {
        if (decoded == null) {
            decoded = cancelled ? Decoded.failed(cancellation()) : decode();
        }
        return decoded;
    }

    private CancellationException cancellation() {
        return new CancellationException(dispatcher.cancellationText());
    }

    @Override
    public final R get() throws InterruptedException, ExecutionException {
        if (!arrival.isDone()) {
            dispatcher.help(arrival::isDone);
            arrival.get();
        }
        if (calledBack != null && !callbacks.isCurrent()) {
            calledBack.get();
        }
        return report();
    }

    @Override
    public final R get(Duration timeout) throws InterruptedException, ExecutionException, TimeoutException {
        return get(Nanos.of(timeout), TimeUnit.NANOSECONDS);
    }

    @Override
    public final R get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        long deadline = System.nanoTime() + unit.toNanos(timeout);
        if (!arrives(unit.toNanos(timeout))) {
            throw new TimeoutException("cannot get the result: it is not there after "
                    + Duration.ofNanos(Math.max(0, unit.toNanos(timeout))) + "; the task goes on");
        }
        if (calledBack != null && !callbacks.isCurrent()) {
            calledBack.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
        return report();
    }

    private R report() throws ExecutionException {
        Decoded<R> answer = answer();
        if (answer.failure() == null) {
            return answer.value();
        }
        if (cancelled) {
            throw cancellation();
        }
        throw new ExecutionException(answer.failure());
    }

    /** Whether the outcome is there in time. */
    final boolean arrives(long nanos) throws InterruptedException {
        if (arrival.isDone() || nanos <= 0) {
            return arrival.isDone() || dispatcher.look(arrival::isDone);
        }
        try {
            arrival.get(nanos, TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException late) {
            return false;
        } catch (ExecutionException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Override
    public final boolean await(Duration timeout) throws InterruptedException {
        return arrives(Nanos.of(timeout));
    }

    @Override
    public final boolean ready() {
        return arrival.isDone();
    }

    @Override
    public final boolean isDone() {
        return arrival.isDone();
    }

    @Override
    public final boolean isCancelled() {
        return cancelled;
    }

    @Override
    public final boolean successful() {
        if (!arrival.isDone()) {
            throw new IllegalStateException("cannot tell whether the task succeeded: it is not done; wait for it first");
        }
        return answer().failure() == null;
    }

    @Override
    public final boolean cancel(boolean mayInterruptIfRunning) {
        return dispatcher.cancel(this, mayInterruptIfRunning);
    }

    /** Runs something, quick and harmless, as soon as the outcome is there. */
    final void onArrival(Runnable listener) {
        arrival.thenRun(listener);
    }

    @Override
    public final CompletableFuture<R> toCompletableFuture() {
        CompletableFuture<R> copy = new CompletableFuture<>();
        stage().whenComplete((value, failure) -> settle(copy, new Decoded<>(value, failure)));
        return copy;
    }

    @Override
    final synchronized CompletableFuture<R> stage() {
        if (stage == null) {
            CompletableFuture<R> fresh = new CompletableFuture<>();
            arrival.thenRunAsync(() -> settle(fresh, answer()), dispatcher.stages());
            stage = fresh;
        }
        return stage;
    }

    private static <T> void settle(CompletableFuture<T> future, Decoded<T> outcome) {
        if (outcome.failure() == null) {
            future.complete(outcome.value());
        } else {
            future.completeExceptionally(outcome.failure());
        }
    }

    @Override
    final Executor callbacks() {
        return callbacks;
    }
}
