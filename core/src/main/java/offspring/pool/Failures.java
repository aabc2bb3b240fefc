package offspring.pool;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** How blocking calls throw what a task failed with. */
final class Failures {

    private Failures() {}

    /** The value, or the task's failure: unchecked ones as they are, a checked one as a cause. */
    static <R> R join(AsyncResult<R> result) throws InterruptedException {
        try {
            return result.get();
        } catch (ExecutionException failed) {
            throw unchecked(failed.getCause());
        }
    }

    /** Throws what may be thrown as it is; returns the rest wrapped, to be thrown. */
    static RuntimeException unchecked(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException runtime ? runtime : new CompletionException(failure);
    }

    /** For methods that cannot declare an interrupt. */
    static CancellationException interrupted(String what, InterruptedException interrupt) {
        Thread.currentThread().interrupt();
        CancellationException stopped =
                new CancellationException("cannot wait for " + what + ": the thread was interrupted; nothing is lost");
        stopped.initCause(interrupt);
        return stopped;
    }
}
