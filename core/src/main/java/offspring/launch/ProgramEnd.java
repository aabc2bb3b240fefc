package offspring.launch;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import offspring.ProcessStartException;
import offspring.channel.Keepers;
import offspring.os.ProcStat;

/**
 * How a process ends that has children.
 *
 * <p>When its own code has ended (the last non-daemon thread, or {@code System.exit}), its daemons
 * are ended and its other children awaited. When a signal asks it to end, all of them are ended.
 *
 * <p>In the first process a thread of ours outlives all other non-daemon threads, so that a
 * {@code main} that returns does not begin the JVM's shutdown as long as there are children to wait
 * for; in a child its main thread does the same. {@code System.exit} and signals begin the shutdown
 * at once; there a hook of ours does what is left to do. It never waits for a thread that is in
 * {@code System.exit}, which waits for the hook.
 */
public final class ProgramEnd {

    /** How long the system may take to end what was killed. */
    private static final Duration KERNELS_TIME = Duration.ofSeconds(1);

    private static final Duration SLICE = Duration.ofMillis(100);
    private static final long FLUSH_MILLIS = 1_000;

    private static final List<Runnable> BEFORE_END = new CopyOnWriteArrayList<>();
    private static boolean armed;

    private ProgramEnd() {}

    /**
     * Runs something once, when this process's own code has ended, before its children are ended or awaited.
     *
     * @throws ProcessStartException if this program is ending already
     */
    public static void beforeEnd(Runnable action) {
        // Before there is any child: the program may have ended by the time the first one has been started.
        arm();
        BEFORE_END.add(action);
    }

    /** Takes back what was given to {@link #beforeEnd}. */
    public static void forget(Runnable action) {
        BEFORE_END.remove(action);
    }

    /** To be called whenever there is a child: from then on the end of this JVM is ours to order. */
    static synchronized void arm() {
        if (armed) {
            return;
        }
        try {
            Runtime.getRuntime().addShutdownHook(ExitCall.hook(ProgramEnd::shutdown, "offspring-shutdown"));
        } catch (IllegalStateException ending) {
            throw new ProcessStartException("cannot start a process: this program is ending", ending);
        }
        if (Self.isFirstJvm()) {
            Thread.ofPlatform().daemon(false).name("offspring-program-end").start(ProgramEnd::ownCodeEnds);
        }
        armed = true;
    }

    /** Waits until this process's own code has ended, then for its children. */
    public static void ownCodeEnds() {
        Threads.awaitNonDaemons();
        if (isArmed() || !BEFORE_END.isEmpty()) {
            endChildren(false);
        }
    }

    private static synchronized boolean isArmed() {
        return armed;
    }

    private static void shutdown() {
        if (ShutdownCause.signal() != 0) {
            runBeforeEnd();
            endAll();
            flush();
        } else {
            endChildren(true);
        }
    }

    private static void endChildren(boolean watchSignals) {
        runBeforeEnd();
        StandbyShelf.close();
        AotTraining.stop();
        end(Children.all().stream().filter(Child::isDaemon).toList());
        while (!Children.isEmpty()) {
            if (watchSignals && ShutdownCause.signal() != 0) {
                // The JDK ignores a Ctrl-C during the shutdown; we must not.
                endAll();
                break;
            }
            if (watchSignals && ExitCall.isOfThreadChild()) {
                Children.removeThreads();
            }
            awaitOne(watchSignals ? SLICE : Duration.ofDays(1));
        }
        flush();
    }

    private static void awaitOne(Duration slice) {
        for (Child child : Children.all()) {
            await(child, slice);
            return;
        }
    }

    /** The end of a thread child's code: what is said above, for its children. */
    static void endOf(Self self) {
        end(Children.of(self).stream().filter(Child::isDaemon).toList());
        for (Child child : Children.of(self)) {
            await(child, Duration.ofDays(1));
        }
    }

    private static void endAll() {
        StandbyShelf.close();
        AotTraining.stop();
        end(Children.all());
    }

    /** Asks children to end, and ends those that do not. */
    private static void end(List<Child> children) {
        for (Child child : children) {
            if (child instanceof JvmChild process) {
                process.terminate();
                letGoOn(process);
            } else {
                // A thread ends with this JVM.
                Children.remove(child);
            }
        }
        long end = System.nanoTime() + Grace.PERIOD.toNanos();
        for (Child child : children) {
            await(child, Duration.ofNanos(Math.max(1, end - System.nanoTime())));
        }
        for (Child child : children) {
            if (child instanceof JvmChild && child.isAlive()) {
                child.kill();
            }
        }
        for (Child child : children) {
            await(child, KERNELS_TIME);
            Children.remove(child);
        }
    }

    /** A stopped process gets no signal but SIGKILL before it goes on. */
    private static void letGoOn(JvmChild child) {
        if (ProcStat.of(child.pid()).filter(ProcStat::isStopped).isPresent()) {
            child.goOn();
        }
    }

    private static void await(Child child, Duration timeout) {
        if (!(child instanceof JvmChild) && child.isDaemon()) {
            return;
        }
        try {
            child.join(timeout);
        } catch (ProcessStartException neverRan) {
            log().log(System.Logger.Level.ERROR, neverRan.getMessage());
        } catch (InterruptedException notForThisWait) {
            Thread.interrupted();
        }
    }

    private static void runBeforeEnd() {
        for (Runnable action : BEFORE_END) {
            if (BEFORE_END.remove(action)) {
                try {
                    action.run();
                } catch (RuntimeException ofTheAction) {
                    log().log(System.Logger.Level.WARNING, "an action at the program's end failed", ofTheAction);
                }
            }
        }
    }

    /** Not a constant: every child comes through this class when it ends, and loggers take time to load. */
    private static System.Logger log() {
        return System.getLogger("offspring.launch");
    }

    private static void flush() {
        try {
            FamilyNames.end();
            Keepers.end();
            StderrLines.flush(FLUSH_MILLIS);
            GroupWatcher.end(FLUSH_MILLIS);
        } catch (InterruptedException stopWaiting) {
            Thread.currentThread().interrupt();
        }
    }
}
