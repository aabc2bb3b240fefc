package offspring.pool;

import java.util.concurrent.Callable;

/** What {@code shutdownNow} returns for tasks that never began. */
final class Unstarted {

    private Unstarted() {}

    /** The task as it was passed, if it is a {@code Runnable}; else one that calls it, in this process. */
    static Runnable asRunnable(Range range) {
        Object function = range.chunk().call().function();
        if (function instanceof Runnable runnable) {
            return runnable;
        }
        return new Runnable() {
            @Override
            public void run() {
                call(function);
            }

            @Override
            public String toString() {
                return range.count() + " unstarted calls of " + range.chunk().call().label();
            }
        };
    }

    private static void call(Object function) {
        if (!(function instanceof Callable<?> callable)) {
            throw new IllegalStateException("cannot run an unstarted chunk of a map here: its arguments were shipped;"
                    + " submit the items again");
        }
        try {
            callable.call();
        } catch (Exception failure) {
            throw Failures.unchecked(failure);
        }
    }
}
