package offspring.pool;

import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;

/**
 * What becomes of a task: a value, a failure, or nothing because it was cancelled.
 *
 * <p><b>Callbacks</b> given at the submission have run when {@code get()} returns, unless {@code get()} is
 * called from a callback. {@link #ready}, {@link #await} and the stages made by {@code thenApply} and its
 * like do not wait for them. Stages without {@code Async} in their name run on the pool's callback thread.
 *
 * <p><b>Decoding.</b> The value is decoded by the first thread that asks for it, never by a thread on
 * which other tasks depend; all who ask get the same object.
 *
 * @param <R> type of the value
 * @apiNote Python: {@code multiprocessing.pool.AsyncResult} and {@code concurrent.futures.Future}.
 */
public interface AsyncResult<R> extends Future<R>, CompletionStage<R> {

    /**
     * Waits for the value, but not for ever; the task goes on after a timeout.
     *
     * @param timeout how long at most; zero or less only looks
     * @return the value
     * @throws InterruptedException if the wait is interrupted
     * @throws ExecutionException if the task failed; the cause is the failure
     * @throws TimeoutException if the task is not done in time
     * @throws java.util.concurrent.CancellationException if the task was cancelled
     */
    R get(Duration timeout) throws InterruptedException, ExecutionException, TimeoutException;

    /**
     * Whether the task is done, in whatever way.
     *
     * @return true if {@code get()} has an answer
     */
    boolean ready();

    /**
     * Whether the task ended with a value.
     *
     * @return true if it has a value, false if it failed or was cancelled
     * @throws IllegalStateException if it is not done
     */
    boolean successful();

    /**
     * Waits until the task is done, but not for ever.
     *
     * @param timeout how long at most; zero or less only looks
     * @return whether it is done
     * @throws InterruptedException if the wait is interrupted
     */
    boolean await(Duration timeout) throws InterruptedException;

    /**
     * Stops the task.
     *
     * <p>One that has not begun never runs. One that is running goes on if {@code mayInterruptIfRunning} is
     * false, and its outcome is dropped; otherwise its thread is interrupted, and if that has not
     * ended it within a grace period, its worker is killed and replaced.
     *
     * @param mayInterruptIfRunning whether a running task is stopped
     * @return false if the task was done already, and not by being cancelled
     */
    @Override
    boolean cancel(boolean mayInterruptIfRunning);

    /**
     * A copy that follows this result: completing or cancelling the copy does not touch the task.
     *
     * @return a future of its own at each call
     */
    @Override
    CompletableFuture<R> toCompletableFuture();

    /**
     * Hands out results in the order in which they finish.
     *
     * <p>{@code hasNext} and {@code next} wait; if interrupted they restore the interrupt flag and throw
     * {@link java.util.concurrent.CancellationException}, and nothing is lost.
     *
     * @param <A> type of the results
     * @param results the results; one that is in it twice is handed out once
     * @return an iterator over them, first finished first
     */
    static <A extends AsyncResult<?>> Iterator<A> asCompleted(Collection<A> results) {
        return new CompletionOrder<>(results);
    }
}
