package offspring.wire;

import java.util.List;
import java.util.concurrent.Callable;

/**
 * Runs what recurses once more, on a thread whose stack is big enough for chains of tens of thousands of
 * objects.
 *
 * <p>The stack is address space only; memory is taken as far as the recursion goes, and the limit keeps a
 * graph without end from taking minutes: every garbage collection walks the whole stack.
 */
final class DeepStack {

    private static final long STACK_BYTES = 1L << 26;
    private static final long MODEST_STACK_BYTES = 1L << 24;

    private DeepStack() {}

    /** The result of {@code call}; whatever it throws is thrown in the caller. */
    static <T> T call(Callable<T> call) throws Throwable {
        Run<T> run = new Run<>(Abroad.continued(call), Decoding.inProgress(), Shipment.loading());
        Thread thread = start(run);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return run.result();
    }

    private static Thread start(Runnable run) {
        try {
            return start(run, STACK_BYTES);
        } catch (OutOfMemoryError noRoom) {
            return start(run, MODEST_STACK_BYTES);
        }
    }

    private static Thread start(Runnable run, long stackBytes) {
        Thread thread = new Thread(null, run, "offspring-deep-stack", stackBytes);
        thread.setDaemon(true);
        thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
        thread.start();
        return thread;
    }

    private static final class Run<T> implements Runnable {

        private final Callable<T> call;
        private final boolean decoding;
        private final List<Object> loading;
        private T value;
        private Throwable failure;

        Run(Callable<T> call, boolean decoding, List<Object> loading) {
            this.call = call;
            this.decoding = decoding;
            this.loading = loading;
        }

        @Override
        public void run() {
            if (decoding) {
                Decoding.enter();
            }
            Shipment.resume(loading);
            try {
                value = call.call();
            } catch (Throwable thrown) {
                failure = thrown;
            }
        }

        T result() throws Throwable {
            if (failure != null) {
                throw failure;
            }
            return value;
        }
    }
}
