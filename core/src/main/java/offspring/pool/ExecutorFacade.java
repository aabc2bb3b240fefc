package offspring.pool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import offspring.Action;
import offspring.Task;
import offspring.worker.CallKind;

/** The methods that a pool has as an {@code ExecutorService}. */
abstract class ExecutorFacade implements Pool {

    private static final System.Logger LOG = System.getLogger("offspring.pool");

    /** Submits one call without arguments. */
    abstract <R> SingleTask<R> submitCall(
            CallKind kind,
            Object function,
            R fixedResult,
            Consumer<? super R> callback,
            Consumer<? super Throwable> errorCallback);

    private <R> SingleTask<R> submitCall(CallKind kind, Object function, R fixedResult) {
        return submitCall(kind, function, fixedResult, null, null);
    }

    @Override
    public <R> AsyncResult<R> submit(Task<R> task) {
        return submitCall(CallKind.CALL, task, null);
    }

    @Override
    public AsyncResult<?> submit(Action action) {
        return submitCall(CallKind.EXECUTE, action, null);
    }

    @Override
    public <R> AsyncResult<R> submit(Action action, R result) {
        return submitCall(CallKind.EXECUTE, action, result);
    }

    @Override
    public <R> AsyncResult<R> submit(Callable<R> task) {
        return submitCall(CallKind.CALL, task, null);
    }

    @Override
    public AsyncResult<?> submit(Runnable task) {
        return submitCall(kindOf(task), task, null);
    }

    @Override
    public <R> AsyncResult<R> submit(Runnable task, R result) {
        return submitCall(kindOf(task), task, result);
    }

    @Override
    public void execute(Action action) {
        execute((Runnable) action);
    }

    @Override
    public void execute(Runnable task) {
        submitCall(kindOf(task), task, null, null, ExecutorFacade::logFailure);
    }

    private static CallKind kindOf(Runnable task) {
        return task instanceof Action ? CallKind.EXECUTE : CallKind.RUN;
    }

    private static void logFailure(Throwable failure) {
        if (!(failure instanceof CancellationException)) {
            LOG.log(System.Logger.Level.ERROR, "a task given to execute() failed", failure);
        }
    }

    // --- many at once -------------------------------------------------------------------------------

    private <T> List<Future<T>> submitAll(Collection<? extends Callable<T>> tasks) {
        List<Future<T>> results = new ArrayList<>(tasks.size());
        try {
            for (Callable<T> task : tasks) {
                results.add(submitCall(CallKind.CALL, task, null));
            }
            return results;
        } catch (RuntimeException | Error refused) {
            cancelAll(results);
            throw refused;
        }
    }

    private static void cancelAll(Collection<? extends Future<?>> results) {
        results.forEach(result -> result.cancel(true));
    }

    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks) throws InterruptedException {
        return invokeAll(tasks, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    }

    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException {
        long start = System.nanoTime();
        List<Future<T>> results = submitAll(tasks);
        try {
            for (Future<T> result : results) {
                long left = Math.max(0, unit.toNanos(timeout) - (System.nanoTime() - start));
                if (!((SingleTask<T>) result).arrives(left)) {
                    cancelAll(results);
                    break;
                }
            }
            return results;
        } catch (InterruptedException interrupt) {
            cancelAll(results);
            throw interrupt;
        }
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks) throws InterruptedException, ExecutionException {
        try {
            return invokeAny(tasks, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        } catch (TimeoutException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (tasks.isEmpty()) {
            throw new IllegalArgumentException("cannot wait for any of no tasks; pass at least one");
        }
        long start = System.nanoTime();
        List<Future<T>> results = submitAll(tasks);
        try {
            CompletionOrder<AsyncResult<T>> finished = new CompletionOrder<>(asyncResults(results));
            ExecutionException failure = null;
            while (finished.hasNext()) {
                long left = unit.toNanos(timeout) - (System.nanoTime() - start);
                try {
                    return finished.next(left).get();
                } catch (ExecutionException failed) {
                    failure = failed;
                } catch (CancellationException terminated) {
                    failure = new ExecutionException(terminated);
                }
            }
            throw failure;
        } finally {
            cancelAll(results);
        }
    }

    private static <T> List<AsyncResult<T>> asyncResults(List<Future<T>> results) {
        List<AsyncResult<T>> list = new ArrayList<>(results.size());
        for (Future<T> result : results) {
            list.add((AsyncResult<T>) result);
        }
        return list;
    }
}
