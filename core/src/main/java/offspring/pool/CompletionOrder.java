package offspring.pool;

import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;

/** Hands out results as they finish. */
final class CompletionOrder<A extends AsyncResult<?>> implements Iterator<A> {

    private final BlockingQueue<A> finished = new LinkedBlockingQueue<>();
    private int left;

    CompletionOrder(Collection<A> results) {
        Set<A> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
        for (A result : results) {
            if (distinct.add(result)) {
                left++;
                result.whenComplete((value, failure) -> finished.add(result));
            }
        }
    }

    @Override
    public boolean hasNext() {
        return left > 0;
    }

    @Override
    public A next() {
        if (left == 0) {
            throw new NoSuchElementException("all results were handed out");
        }
        try {
            A result = finished.take();
            left--;
            return result;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            CancellationException stopped =
                    new CancellationException("cannot wait for the next finished result: the thread was interrupted");
            stopped.initCause(interrupted);
            throw stopped;
        }
    }
}
