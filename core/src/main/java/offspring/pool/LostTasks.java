package offspring.pool;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import offspring.launch.ExitCall;
import offspring.launch.LaunchSpec;
import offspring.launch.ProgramEnd;
import offspring.launch.ShutdownCause;

/**
 * Sees to a pool at the program's end: the tasks of one that was shut down are awaited, save when a signal ends the
 * program, or a worker that is a thread of this JVM does; how many are lost with one that nobody closed is said.
 */
final class LostTasks implements Runnable {

    private static final long SLICE_MILLIS = 100;

    private final String poolName;
    private final boolean ofThreads;
    private final Dispatcher dispatcher;

    LostTasks(PoolSettings settings, Dispatcher dispatcher) {
        this.poolName = settings.name();
        this.ofThreads = settings.mode() == LaunchSpec.Mode.THREAD;
        this.dispatcher = dispatcher;
    }

    void watch() {
        ProgramEnd.beforeEnd(this);
        dispatcher.ended().thenRun(() -> ProgramEnd.forget(this));
    }

    @Override
    public void run() {
        if (dispatcher.isShutdown()) {
            awaitEnd();
        }
        long lost = dispatcher.unfinished();
        if (lost > 0 && !endsByItsWorkers()) {
            String tasks = lost == 1 ? "1 unfinished task" : lost + " unfinished tasks";
            System.err.println("offspring: the program ends with " + tasks + " in " + poolName
                    + ", which nobody waited for; use try-with-resources, or call close()");
        }
        dispatcher.terminate();
    }

    private void awaitEnd() {
        while (isPatient()) {
            try {
                dispatcher.ended().get(SLICE_MILLIS, TimeUnit.MILLISECONDS);
                dispatcher.awaitQuiet(new Patience(Long.MAX_VALUE, LostTasks::noSignal));
                return;
            } catch (TimeoutException notYet) {
                // That may have changed meanwhile.
            } catch (InterruptedException stopWaiting) {
                Thread.currentThread().interrupt();
                return;
            } catch (ExecutionException impossible) {
                throw new AssertionError(impossible);
            }
        }
    }

    private boolean isPatient() {
        return noSignal() && !endsByItsWorkers();
    }

    private static boolean noSignal() {
        return ShutdownCause.signal() == 0;
    }

    private boolean endsByItsWorkers() {
        return ofThreads && ExitCall.isOfThreadChild();
    }
}
