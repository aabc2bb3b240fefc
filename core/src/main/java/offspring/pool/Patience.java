package offspring.pool;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import offspring.launch.ExitCall;

/** How long somebody waits for what other threads run. Nobody waits for a thread that has called {@code System.exit}. */
final class Patience {

    private static final long SLICE_NANOS = 100_000_000;

    private final long start = System.nanoTime();
    private final long nanos;
    private final BooleanSupplier goesOn;

    /**
     * Begins now.
     *
     * @param nanos how long it lasts; 0 or less looks once, {@link Long#MAX_VALUE} is for ever
     * @param goesOn looked at now and then: whether it lasts still
     */
    Patience(long nanos, BooleanSupplier goesOn) {
        this.nanos = nanos;
        this.goesOn = goesOn;
    }

    static Patience endless() {
        return new Patience(Long.MAX_VALUE, () -> true);
    }

    /** Waits for something, but not longer than it is told. */
    @FunctionalInterface
    interface Look {
        boolean await(Duration atMost) throws InterruptedException;
    }

    /**
     * Waits for what a thread runs.
     *
     * @param runner the thread, null if there is none; it may be another one each time
     * @param look waits for its end
     * @return false if it has not ended in time
     */
    boolean await(Supplier<Thread> runner, Look look) throws InterruptedException {
        while (!look.await(Duration.ofNanos(Math.clamp(left(), 1, SLICE_NANOS)))) {
            Thread thread = runner.get();
            if (thread != null && ExitCall.isIn(thread)) {
                return true;
            }
            if (left() <= 0 || !goesOn.getAsBoolean()) {
                return false;
            }
        }
        return true;
    }

    private long left() {
        return nanos - (System.nanoTime() - start);
    }
}
