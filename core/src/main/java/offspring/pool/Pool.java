package offspring.pool;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import offspring.Action;
import offspring.BiFunc;
import offspring.Func;
import offspring.NotShippableException;
import offspring.PoolBrokenException;
import offspring.Task;
import offspring.WorkerDiedException;
import offspring.process.StartMethod;

/**
 * A fixed number of worker processes that run tasks, as a thread pool does in threads.
 *
 * <p><b>Shape.</b> Each worker is a JVM of its own. What a task uses travels with it: its lambda, what
 * that captures, its arguments; and its result travels back. They are copies: a task cannot change the
 * caller's objects.
 *
 * <p><b>Lifetime.</b> The workers start at the first submission, not before, and end with the pool.
 * {@link #close} waits for what was submitted, {@link #terminate} does not. A pool that is never closed
 * keeps no program alive; how many tasks were lost with it is said on stderr then. A task may create a
 * pool of its own.
 *
 * <p><b>Failures.</b> A task's own exception arrives with its type, its remote stack trace kept and
 * marked as remote. {@code get} wraps it in an {@link java.util.concurrent.ExecutionException}. Calls
 * that block ({@code apply}, {@code map}, {@code starmap}, {@code next}) throw an unchecked exception or
 * an {@link Error} of the task as it is, and a checked one as the cause of a {@link CompletionException}.
 * A worker that dies fails only the task it was running, with a {@link WorkerDiedException}; the pool
 * replaces the worker and goes on. Where workers cannot be started at all, for instance because the
 * initializer keeps failing, every task fails with a {@link PoolBrokenException}.
 *
 * <p><b>Shipping.</b> A lambda written where one of this interface's methods expects a {@code Task},
 * {@code Action}, {@code Func} or {@code BiFunc} travels as it is. One whose type is a plain {@link
 * Callable} or {@link Runnable} cannot be shipped by anybody: it is refused in the caller, at once, with a
 * {@link NotShippableException} that names the fix.
 *
 * <p><b>Blocking.</b> {@code apply}, {@code map}, {@code starmap} and {@code join} wait, from any
 * thread, virtual ones included. An interrupt ends the wait and leaves the pool usable; the tasks go on.
 *
 * <p><b>Order.</b> What happened before a submission is seen by the task, what the task did is seen
 * by whoever got its result.
 *
 * @apiNote Python: {@code multiprocessing.Pool} and {@code concurrent.futures.ProcessPoolExecutor}.
 *     Differs: input of {@code imap} is read lazily; a dead worker fails one task; {@code cancel} stops
 *     running tasks; the workers start with the first task.
 */
public interface Pool extends ExecutorService {

    /**
     * A pool with one worker for each processor that this process may use.
     *
     * @return the pool, whose workers start with the first task
     */
    static Pool create() {
        return builder().build();
    }

    /**
     * A pool with so many workers.
     *
     * @param processes how many, at least 1
     * @return the pool, whose workers start with the first task
     * @throws IllegalArgumentException if there are less than 1
     */
    static Pool create(int processes) {
        return builder().processes(processes).build();
    }

    /**
     * Settings for a pool.
     *
     * @return settings, all of them at their defaults
     */
    static Builder builder() {
        return new PoolBuilder();
    }

    /** Settings of a pool that is to be made. */
    interface Builder {

        /**
         * How many workers there are; the default is the number of processors this process may use.
         *
         * @param count how many, at least 1
         * @return this
         * @throws IllegalArgumentException if there are less than 1
         */
        Builder processes(int count);

        /**
         * What each worker does before its first task.
         *
         * <p>If it throws or ends its worker, another worker is tried a few times; then the pool is
         * broken and every task fails with a {@link PoolBrokenException} whose cause is the exception.
         *
         * @param action what to do
         * @return this
         */
        Builder initializer(Action action);

        /**
         * After how many calls of a function a worker is replaced; the default is never.
         *
         * <p>The calls inside a chunk count one by one.
         *
         * @param count how many calls, at least 1
         * @return this
         * @throws IllegalArgumentException if there is less than 1
         */
        Builder maxTasksPerWorker(int count);

        /**
         * Options of the workers' JVMs, such as {@code -Xmx256m}.
         *
         * <p>Without one about its size, the heap of each may take three quarters of the machine's memory divided by the
         * number of processors: at least 1 GiB, and not more than a quarter.
         *
         * @param options the options
         * @return this
         */
        Builder jvmOptions(String... options);

        /**
         * What the pool is called; its workers are called after it, as in {@code thumbs-worker-3}.
         *
         * @param name the name, not empty
         * @return this
         * @throws IllegalArgumentException if it is empty
         */
        Builder name(String name);

        /**
         * What kind of process the workers are; the default is {@link StartMethod#getDefault}.
         *
         * @param method the kind
         * @return this
         */
        Builder startMethod(StartMethod method);

        /**
         * Makes the pool.
         *
         * @return the pool, whose workers start with the first task
         * @throws NotShippableException if the initializer cannot travel
         */
        Pool build();
    }

    // --- one call ---------------------------------------------------------------------------------

    /**
     * Runs a task in a worker and waits for its result.
     *
     * @param <R> type of the result
     * @param task what to run
     * @return its result
     * @throws InterruptedException if the wait is interrupted; the task goes on
     * @throws RejectedExecutionException if the pool was shut down
     * @throws NotShippableException if the task cannot travel
     * @throws CompletionException if the task throws a checked exception, which is the cause
     */
    <R> R apply(Task<R> task) throws InterruptedException;

    /**
     * Calls a function of one argument in a worker and waits for its result.
     *
     * @param <A> type of the argument
     * @param <R> type of the result
     * @param function what to call
     * @param a the argument
     * @return the function's result
     * @throws InterruptedException if the wait is interrupted; the task goes on
     * @throws RejectedExecutionException if the pool was shut down
     * @throws NotShippableException if the function or the argument cannot travel
     * @throws CompletionException if the function throws a checked exception, which is the cause
     */
    <A, R> R apply(Func<A, R> function, A a) throws InterruptedException;

    /**
     * Calls a function of two arguments in a worker and waits for its result.
     *
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <R> type of the result
     * @param function what to call
     * @param a the first argument
     * @param b the second argument
     * @return the function's result
     * @throws InterruptedException if the wait is interrupted; the task goes on
     * @throws RejectedExecutionException if the pool was shut down
     * @throws NotShippableException if the function or an argument cannot travel
     * @throws CompletionException if the function throws a checked exception, which is the cause
     */
    <A, B, R> R apply(BiFunc<A, B, R> function, A a, B b) throws InterruptedException;

    /**
     * Runs a task in a worker.
     *
     * @param <R> type of the result
     * @param task what to run
     * @return what becomes of it
     * @throws RejectedExecutionException if the pool was shut down
     * @throws NotShippableException if the task cannot travel
     */
    <R> AsyncResult<R> applyAsync(Task<R> task);

    /**
     * Runs a task in a worker and calls back with what becomes of it.
     *
     * @param <R> type of the result
     * @param task what to run
     * @param callback called with the result, may be null
     * @param errorCallback called with the failure, may be null
     * @return what becomes of it
     * @throws RejectedExecutionException if the pool was shut down
     * @throws NotShippableException if the task cannot travel
     */
    <R> AsyncResult<R> applyAsync(
            Task<R> task, Consumer<? super R> callback, Consumer<? super Throwable> errorCallback);

    /**
     * Calls a function of one argument in a worker.
     *
     * @param <A> type of the argument
     * @param <R> type of the result
     * @param function what to call
     * @param a the argument
     * @return what becomes of it
     * @throws RejectedExecutionException if the pool was shut down
     * @throws NotShippableException if the function or the argument cannot travel
     */
    <A, R> AsyncResult<R> applyAsync(Func<A, R> function, A a);

    /**
     * Calls a function of one argument in a worker and calls back with what becomes of it.
     *
     * @param <A> type of the argument
     * @param <R> type of the result
     * @param function what to call
     * @param a the argument
     * @param callback called with the result, may be null
     * @param errorCallback called with the failure, may be null
     * @return what becomes of it
     * @throws RejectedExecutionException if the pool was shut down
     * @throws NotShippableException if the function or the argument cannot travel
     */
    <A, R> AsyncResult<R> applyAsync(
            Func<A, R> function, A a, Consumer<? super R> callback, Consumer<? super Throwable> errorCallback);

    /**
     * Calls a function of two arguments in a worker.
     *
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <R> type of the result
     * @param function what to call
     * @param a the first argument
     * @param b the second argument
     * @return what becomes of it
     * @throws RejectedExecutionException if the pool was shut down
     * @throws NotShippableException if the function or an argument cannot travel
     */
    <A, B, R> AsyncResult<R> applyAsync(BiFunc<A, B, R> function, A a, B b);

    /**
     * Calls a function of two arguments in a worker and calls back with what becomes of it.
     *
     * @param <A> type of the first argument
     * @param <B> type of the second argument
     * @param <R> type of the result
     * @param function what to call
     * @param a the first argument
     * @param b the second argument
     * @param callback called with the result, may be null
     * @param errorCallback called with the failure, may be null
     * @return what becomes of it
     * @throws RejectedExecutionException if the pool was shut down
     * @throws NotShippableException if the function or an argument cannot travel
     */
    <A, B, R> AsyncResult<R> applyAsync(
            BiFunc<A, B, R> function,
            A a,
            B b,
            Consumer<? super R> callback,
            Consumer<? super Throwable> errorCallback);

    // --- many calls of one function ---------------------------------------------------------------

    /**
     * Calls a function for each item and waits for all results.
     *
     * <p>Items travel in chunks whose size is chosen from their number; each has an outcome of its
     * own. If some fail, the others are finished all the same; then the first failure in input order is
     * thrown, the other failures suppressed in it.
     *
     * @param <A> type of the items
     * @param <R> type of the results
     * @param function what to call
     * @param items its arguments, read by the calling thread
     * @return the results in the order of the items
     * @throws InterruptedException if the wait is interrupted; the tasks go on
     * @throws RejectedExecutionException if the pool was shut down
     * @throws NotShippableException if the function or an item cannot travel
     * @throws CompletionException if the function throws a checked exception, which is the cause
     */
    <A, R> List<R> map(Func<A, R> function, Iterable<? extends A> items) throws InterruptedException;

    /**
     * Calls a function for each item and waits for all results; items travel in chunks of a given size.
     *
     * @param <A> type of the items
     * @param <R> type of the results
     * @param function what to call
     * @param items its arguments, read by the calling thread
     * @param chunkSize how many items travel together, at least 1
     * @return the results in the order of the items
     * @throws IllegalArgumentException if {@code chunkSize} is less than 1
     * @throws InterruptedException if the wait is interrupted; the tasks go on
     * @throws RejectedExecutionException if the pool was shut down
     * @throws NotShippableException if the function or an item cannot travel
     * @throws CompletionException if the function throws a checked exception, which is the cause
     * @see #map(Func, Iterable)
     */
    <A, R> List<R> map(Func<A, R> function, Iterable<? extends A> items, int chunkSize) throws InterruptedException;

    /**
     * Calls a function for each item.
     *
     * @param <A> type of the items
     * @param <R> type of the results
     * @param function what to call
     * @param items its arguments, all of them read before this returns
     * @return what becomes of it: all results in the order of the items, or the first failure
     * @throws RejectedExecutionException if the pool was shut down
     * @throws NotShippableException if the function or an item cannot travel
     */
    <A, R> AsyncResult<List<R>> mapAsync(Func<A, R> function, Iterable<? extends A> items);

    /**
     * Calls a function for each item; items travel in chunks of a given size.
     *
     * @param <A> type of the items
     * @param <R> type of the results
     * @param function what to call
     * @param items its arguments, all of them read before this returns
     * @param chunkSize how many items travel together, at least 1
     * @return what becomes of it: all results in the order of the items, or the first failure
     * @throws IllegalArgumentException if {@code chunkSize} is less than 1
     * @throws RejectedExecutionException if the pool was shut down
     * @throws NotShippableException if the function or an item cannot travel
     */
    <A, R> AsyncResult<List<R>> mapAsync(Func<A, R> function, Iterable<? extends A> items, int chunkSize);

    /**
     * Calls a function for each item and calls back once, when all are done.
     *
     * @param <A> type of the items
     * @param <R> type of the results
     * @param function what to call
     * @param items its arguments, all of them read before this returns
     * @param callback called with all results in the order of the items, may be null
     * @param errorCallback called with the first failure, may be null
     * @return what becomes of it
     * @throws RejectedExecutionException if the pool was shut down
     * @throws NotShippableException if the function or an item cannot travel
     */
    <A, R> AsyncResult<List<R>> mapAsync(
            Func<A, R> function,
            Iterable<? extends A> items,
            Consumer<? super List<R>> callback,
            Consumer<? super Throwable> errorCallback);

    /**
     * Calls a function of two arguments for each pair and waits for all results.
     *
     * @param <A> type of the first arguments
     * @param <B> type of the second arguments
     * @param <R> type of the results
     * @param function what to call
     * @param items pairs of arguments, read by the calling thread
     * @return the results in the order of the pairs
     * @throws InterruptedException if the wait is interrupted; the tasks go on
     * @throws RejectedExecutionException if the pool was shut down
     * @throws NotShippableException if the function or an argument cannot travel
     * @throws CompletionException if the function throws a checked exception, which is the cause
     * @see #map(Func, Iterable)
     */
    <A, B, R> List<R> starmap(
            BiFunc<A, B, R> function, Iterable<? extends Map.Entry<? extends A, ? extends B>> items)
            throws InterruptedException;

    /**
     * Calls a function of two arguments for each pair and waits for all results; pairs travel in chunks.
     *
     * @param <A> type of the first arguments
     * @param <B> type of the second arguments
     * @param <R> type of the results
     * @param function what to call
     * @param items pairs of arguments, read by the calling thread
     * @param chunkSize how many pairs travel together, at least 1
     * @return the results in the order of the pairs
     * @throws IllegalArgumentException if {@code chunkSize} is less than 1
     * @throws InterruptedException if the wait is interrupted; the tasks go on
     * @throws RejectedExecutionException if the pool was shut down
     * @throws NotShippableException if the function or an argument cannot travel
     * @throws CompletionException if the function throws a checked exception, which is the cause
     */
    <A, B, R> List<R> starmap(
            BiFunc<A, B, R> function,
            Iterable<? extends Map.Entry<? extends A, ? extends B>> items,
            int chunkSize)
            throws InterruptedException;

    /**
     * Calls a function of two arguments for each pair.
     *
     * @param <A> type of the first arguments
     * @param <B> type of the second arguments
     * @param <R> type of the results
     * @param function what to call
     * @param items pairs of arguments, all of them read before this returns
     * @return what becomes of it: all results in the order of the pairs, or the first failure
     * @throws RejectedExecutionException if the pool was shut down
     * @throws NotShippableException if the function or an argument cannot travel
     */
    <A, B, R> AsyncResult<List<R>> starmapAsync(
            BiFunc<A, B, R> function, Iterable<? extends Map.Entry<? extends A, ? extends B>> items);

    /**
     * Calls a function of two arguments for each pair; pairs travel in chunks of a given size.
     *
     * @param <A> type of the first arguments
     * @param <B> type of the second arguments
     * @param <R> type of the results
     * @param function what to call
     * @param items pairs of arguments, all of them read before this returns
     * @param chunkSize how many pairs travel together, at least 1
     * @return what becomes of it: all results in the order of the pairs, or the first failure
     * @throws IllegalArgumentException if {@code chunkSize} is less than 1
     * @throws RejectedExecutionException if the pool was shut down
     * @throws NotShippableException if the function or an argument cannot travel
     */
    <A, B, R> AsyncResult<List<R>> starmapAsync(
            BiFunc<A, B, R> function,
            Iterable<? extends Map.Entry<? extends A, ? extends B>> items,
            int chunkSize);

    /**
     * Calls a function of two arguments for each pair and calls back once, when all are done.
     *
     * @param <A> type of the first arguments
     * @param <B> type of the second arguments
     * @param <R> type of the results
     * @param function what to call
     * @param items pairs of arguments, all of them read before this returns
     * @param callback called with all results in the order of the pairs, may be null
     * @param errorCallback called with the first failure, may be null
     * @return what becomes of it
     * @throws RejectedExecutionException if the pool was shut down
     * @throws NotShippableException if the function or an argument cannot travel
     */
    <A, B, R> AsyncResult<List<R>> starmapAsync(
            BiFunc<A, B, R> function,
            Iterable<? extends Map.Entry<? extends A, ? extends B>> items,
            Consumer<? super List<R>> callback,
            Consumer<? super Throwable> errorCallback);

    /**
     * Calls a function for each item and hands out the results one by one, in the order of the items.
     *
     * <p>The input is read by the threads that call this method and the iterator's, at most 1,024 items
     * ahead of the results taken: it may be endless. Reading on counts as submitting.
     *
     * @param <A> type of the items
     * @param <R> type of the results
     * @param function what to call
     * @param items its arguments
     * @return the results as they come
     * @throws RejectedExecutionException if the pool was shut down
     * @throws NotShippableException if the function cannot travel
     */
    <A, R> ResultIterator<R> imap(Func<A, R> function, Iterable<? extends A> items);

    /**
     * Calls a function for each item and hands out the results in the order of the items; items travel
     * in chunks of a given size, a bounded number of them ahead of the results taken.
     *
     * @param <A> type of the items
     * @param <R> type of the results
     * @param function what to call
     * @param items its arguments
     * @param chunkSize how many items travel together, at least 1
     * @return the results as they come
     * @throws IllegalArgumentException if {@code chunkSize} is less than 1
     * @throws RejectedExecutionException if the pool was shut down
     * @throws NotShippableException if the function cannot travel
     */
    <A, R> ResultIterator<R> imap(Func<A, R> function, Iterable<? extends A> items, int chunkSize);

    /**
     * Calls a function for each item and hands out each result as soon as it is there.
     *
     * @param <A> type of the items
     * @param <R> type of the results
     * @param function what to call
     * @param items its arguments
     * @return the results in the order in which they become ready
     * @throws RejectedExecutionException if the pool was shut down
     * @throws NotShippableException if the function cannot travel
     * @see #imap(Func, Iterable)
     */
    <A, R> ResultIterator<R> imapUnordered(Func<A, R> function, Iterable<? extends A> items);

    /**
     * Calls a function for each item and hands out each result as soon as it is there; items travel in
     * chunks of a given size, a bounded number of them ahead of the results taken.
     *
     * @param <A> type of the items
     * @param <R> type of the results
     * @param function what to call
     * @param items its arguments
     * @param chunkSize how many items travel together, at least 1
     * @return the results in the order in which they become ready
     * @throws IllegalArgumentException if {@code chunkSize} is less than 1
     * @throws RejectedExecutionException if the pool was shut down
     * @throws NotShippableException if the function cannot travel
     */
    <A, R> ResultIterator<R> imapUnordered(Func<A, R> function, Iterable<? extends A> items, int chunkSize);

    // --- as an ExecutorService --------------------------------------------------------------------

    /**
     * Runs a task in a worker; the same as {@link #applyAsync(Task)}.
     *
     * @param <R> type of the result
     * @param task what to run
     * @return what becomes of it
     * @throws RejectedExecutionException if the pool was shut down
     * @throws NotShippableException if the task cannot travel
     */
    <R> AsyncResult<R> submit(Task<R> task);

    /**
     * Runs an action in a worker.
     *
     * @param action what to run
     * @return what becomes of it; its result is null
     * @throws RejectedExecutionException if the pool was shut down
     * @throws NotShippableException if the action cannot travel
     */
    AsyncResult<?> submit(Action action);

    /**
     * Runs an action in a worker.
     *
     * @param <R> type of the result
     * @param action what to run
     * @param result what its result is to be; it stays here and need not travel
     * @return what becomes of it
     * @throws RejectedExecutionException if the pool was shut down
     * @throws NotShippableException if the action cannot travel
     */
    <R> AsyncResult<R> submit(Action action, R result);

    /**
     * {@inheritDoc}
     *
     * @throws NotShippableException if the task is not serializable, as a lambda whose type is {@link
     *     Callable} never is: declare it as a {@link Task}
     */
    @Override
    <R> AsyncResult<R> submit(Callable<R> task);

    /**
     * {@inheritDoc}
     *
     * @throws NotShippableException if the task is not serializable, as a lambda whose type is {@link
     *     Runnable} never is: declare it as an {@link Action}
     */
    @Override
    AsyncResult<?> submit(Runnable task);

    /**
     * {@inheritDoc}
     *
     * @throws NotShippableException if the task is not serializable, as a lambda whose type is {@link
     *     Runnable} never is: declare it as an {@link Action}
     */
    @Override
    <R> AsyncResult<R> submit(Runnable task, R result);

    /**
     * Runs an action in a worker; a failure of it is logged, since nobody is told otherwise.
     *
     * @param action what to run
     * @throws RejectedExecutionException if the pool was shut down
     * @throws NotShippableException if the action cannot travel
     */
    void execute(Action action);

    // --- the pool's own life ----------------------------------------------------------------------

    /**
     * Accepts no more tasks; those submitted are finished, then the workers end.
     *
     * @apiNote Python: {@code Pool.close()}.
     */
    @Override
    void shutdown();

    /**
     * Shuts down, closes the iterators still open, and waits until all tasks are done and the workers
     * have ended. If interrupted it terminates the pool instead, and restores the interrupt flag.
     */
    @Override
    void close();

    /**
     * Ends the workers at once; each unfinished task's result throws {@link CancellationException}.
     *
     * @apiNote Python: {@code Pool.terminate()}.
     */
    void terminate();

    /**
     * Waits until the pool has ended: all tasks done, all workers gone.
     *
     * @throws InterruptedException if the wait is interrupted
     * @throws IllegalStateException if the pool was not shut down
     */
    void join() throws InterruptedException;

    /**
     * Waits until the pool has ended, but not for ever.
     *
     * @param timeout how long at most; zero or less only looks
     * @return whether it has ended
     * @throws InterruptedException if the wait is interrupted
     * @throws IllegalStateException if the pool was not shut down
     */
    boolean join(Duration timeout) throws InterruptedException;

    /**
     * The workers that are ready or busy now.
     *
     * @return one record for each, as it was at the time of the call
     */
    List<WorkerInfo> workers();
}
