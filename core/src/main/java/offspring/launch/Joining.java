package offspring.launch;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import offspring.ExitStatus;
import offspring.ProcessStartException;

/** Waiting for a child's end as {@link Child#join} promises. */
final class Joining {

    private Joining() {}

    static boolean join(CompletableFuture<ExitStatus> exit, Duration timeout) throws InterruptedException {
        try {
            if (timeout.isPositive() || exit.isDone()) {
                exit.get(nanos(timeout), TimeUnit.NANOSECONDS);
            }
            return exit.isDone();
        } catch (TimeoutException stillRunning) {
            return false;
        } catch (ExecutionException failure) {
            throw (ProcessStartException) failure.getCause();
        }
    }

    private static long nanos(Duration timeout) {
        try {
            return Math.max(0, timeout.toNanos());
        } catch (ArithmeticException forEver) {
            return Long.MAX_VALUE;
        }
    }
}
