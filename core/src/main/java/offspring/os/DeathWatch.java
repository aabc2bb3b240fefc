package offspring.os;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import offspring.os.Features.Feature;

/**
 * Hears of the end of other processes, within the milliseconds that the kernel needs for it.
 *
 * <p>One daemon thread polls the pidfds of all processes that somebody watches, one per process. It begins with the first and
 * ends, and descriptors are closed, a moment after the last: who waits for a lock whose holders change watches the same few
 * processes again and again.
 *
 * <p>Without pidfds, as long as the linker is not warm, and when descriptors have run out it hears nothing: who watches has to
 * look at times.
 *
 * <p>Race: the process ends, and its pid is given to another one, before its pidfd is opened. The start time is looked at
 * afterwards: if it is the right one now, it was when the pidfd was opened.
 */
public final class DeathWatch {

    /** What {@link #onEnd} promised, or not. */
    public interface Registration extends Readable.Registration {

        /** Whether the end will be heard. False after it was, and where it cannot be. */
        boolean isActive();
    }

    private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Guards all that follows. Held in system calls that do not wait. */
    private static final Object LOCK = new Object();

    private static final Map<Owner, WatchedProcess> PROCESSES = new HashMap<>();
    /** How many registrations are active. */
    private static int active;
    /** Ends the poll; null if there is no thread. */
    private static EventDescriptor bell;
    /** The thread polls, or is about to, and has not been called back. */
    private static boolean polls;

    private DeathWatch() {}

    /**
     * Runs something once when a process has ended, all its threads: on a thread that hears of other ends too, or on this one
     * before the return if it has ended already. It may run in the moment of the closing. It returns quickly and throws nothing.
     *
     * @param pid its process id; if that is another process's by now, it has ended
     * @param startTicks its start time as {@link ProcStat} has it
     */
    public static Registration onEnd(long pid, long startTicks, Runnable wake) {
        if (!Features.isWarm()) {
            Features.warmUp();
            return Inactive.UNHEARD;
        }
        if (!Features.has(Feature.PIDFD)) {
            return Inactive.UNHEARD;
        }
        Registration registration = register(new Owner(pid, startTicks), wake);
        if (registration == Inactive.ENDED) {
            wake.run();
        }
        return registration;
    }

    private static Registration register(Owner process, Runnable wake) {
        synchronized (LOCK) {
            WatchedProcess known = PROCESSES.get(process);
            if (known != null) {
                return watch(known, wake);
            }
            Pidfd pidfd = Pidfd.open(process.pid()).orElse(null);
            try {
                if (!isThere(process)) {
                    return Inactive.ENDED;
                }
                if (pidfd != null && startThread()) {
                    WatchedProcess fresh = new WatchedProcess(process, pidfd);
                    PROCESSES.put(process, fresh);
                    pidfd = null;
                    callBack();
                    return watch(fresh, wake);
                }
            } catch (UncheckedIOException noDescriptors) {
                return Inactive.UNHEARD;
            } finally {
                if (pidfd != null) {
                    pidfd.close();
                }
            }
            return Inactive.UNHEARD;
        }
    }

    private static boolean isThere(Owner process) {
        return ProcStat.of(process.pid()).map(Owner::of).filter(process::equals).isPresent();
    }

    private static Registration watch(WatchedProcess process, Runnable wake) {
        Watch watch = new Watch(process, wake);
        process.add(watch);
        if (active++ == 0) {
            LOCK.notifyAll();
        }
        return watch;
    }

    private static boolean startThread() {
        if (bell == null) {
            EventDescriptor fresh = EventDescriptor.open().orElse(null);
            if (fresh == null) {
                return false;
            }
            try {
                Thread.ofPlatform().daemon().name("offspring-deaths").start(DeathWatch::run);
            } catch (OutOfMemoryError noThread) {
                fresh.close();
                return false;
            }
            bell = fresh;
        }
        return true;
    }

    private static void callBack() {
        if (polls) {
            polls = false;
            bell.set();
        }
    }

    private static void run() {
        PollVector vector = new PollVector();
        List<WatchedProcess> polled = new ArrayList<>();
        while (prepare(vector, polled)) {
            boolean polledWell = vector.await(isAnyIdle(polled) ? LINGER_NANOS : LONGEST_NANOS);
            told(vector, polled).forEach(Watch::run);
            if (!polledWell) {
                LockSupport.parkNanos(LINGER_NANOS);
            }
        }
    }

    /** Waits, not in a system call, which would hold up the end of this JVM, until there is something to poll; false at the end. */
    private static boolean prepare(PollVector vector, List<WatchedProcess> polled) {
        synchronized (LOCK) {
            closeIdle();
            while (active == 0 && !PROCESSES.isEmpty()) {
                try {
                    LOCK.wait(TimeUnit.NANOSECONDS.toMillis(LINGER_NANOS));
                } catch (InterruptedException nobodyDoes) {
                    continue;
                }
                closeIdle();
            }
            if (PROCESSES.isEmpty()) {
                bell.close();
                bell = null;
                return false;
            }
            polled.clear();
            polled.addAll(PROCESSES.values());
            vector.clear();
            vector.add(bell.number());
            polled.forEach(process -> vector.add(process.descriptor()));
            polls = true;
            return true;
        }
    }

    private static void closeIdle() {
        PROCESSES.values().removeIf(process -> {
            boolean idle = process.isIdle(LINGER_NANOS);
            if (idle) {
                process.close();
            }
            return idle;
        });
    }

    private static boolean isAnyIdle(List<WatchedProcess> polled) {
        synchronized (LOCK) {
            return polled.stream().anyMatch(process -> process.isIdle(0));
        }
    }

    /** Who wanted to hear of the processes that have ended. */
    private static List<Watch> told(PollVector vector, List<WatchedProcess> polled) {
        List<Watch> told = new ArrayList<>();
        synchronized (LOCK) {
            polls = false;
            bell.clear();
            for (int i = 0; i < polled.size(); i++) {
                if (vector.isReady(i + 1)) {
                    PROCESSES.remove(polled.get(i).process());
                    told.addAll(polled.get(i).close());
                }
            }
            active -= told.size();
            told.forEach(Watch::end);
        }
        return told;
    }

    /** One registration. */
    static final class Watch implements Registration {

        private final WatchedProcess process;
        private final Runnable wake;
        private volatile boolean isActive = true;

        private Watch(WatchedProcess process, Runnable wake) {
            this.process = process;
            this.wake = wake;
        }

        @Override
        public boolean isActive() {
            return isActive;
        }

        private void end() {
            isActive = false;
        }

        private void run() {
            wake.run();
        }

        @Override
        public void close() {
            synchronized (LOCK) {
                if (process.remove(this)) {
                    end();
                    if (--active == 0) {
                        callBack();
                    }
                }
            }
        }
    }

    /** Registrations that hear nothing. */
    private enum Inactive implements Registration {
        UNHEARD,
        ENDED;

        @Override
        public boolean isActive() {
            return false;
        }

        @Override
        public void close() {}
    }
}
