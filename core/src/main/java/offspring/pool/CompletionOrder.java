package offspring.pool;

import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Hands out results as they finish. */
final class CompletionOrder<A extends AsyncResult<?>> implements Iterator<A> {

    private final BlockingQueue<A> finished = new LinkedBlockingQueue<>();
    private int left;

    CompletionOrder(Collection<A> results) {
        Set<A> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
        for (A result : results) {
            if (distinct.add(result)) {
                left++;
                whenFinished(result);
            }
        }
    }

    private void whenFinished(A result) {
        if (result instanceof TaskFuture<?> ours) {
            ours.onArrival(() -> finished.add(result));
        } else {
            result.whenComplete((value, failure) -> finished.add(result));
        }
    }

    @Override
    public boolean hasNext() {
        return left > 0;
    }

    @Override
    public A next() {
        try {
            return next(Long.MAX_VALUE);
        } catch (InterruptedException interrupt) {
            throw Failures.interrupted("the next finished result", interrupt);
        } catch (TimeoutException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** The next one, if it finishes in time. */
    A next(long nanos) throws InterruptedException, TimeoutException {
        if (left == 0) {
            throw new NoSuchElementException("there is no next finished result: all were handed out");
        }
        A result = finished.poll(nanos, TimeUnit.NANOSECONDS);
        if (result == null) {
            throw new TimeoutException("none of the " + left + " results that are left is finished in time");
        }
        left--;
        return result;
    }
}
