package offspring.process;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import offspring.launch.Self;
import offspring.link.Ancestor;
import offspring.os.ProcStat;
import offspring.sync.Waitable;

/**
 * This process, or one above it, as {@link ChildProcess#current} tells of it.
 *
 * <p>A plain value: it names a process by pid and start time and may be sent anywhere.
 */
public final class ProcessInfo implements Serializable {

    private static final long serialVersionUID = 1;

    /** What it is called. */
    private final String name;

    /** Its process id. */
    private final long pid;

    /** When it was started, to tell it from a later process with its pid; 0 if not known. */
    private final long startTicks;

    /** Whether it is a daemon. */
    private final boolean daemon;

    /** The process that started it, null for the first. */
    private final ProcessInfo parent;

    private ProcessInfo(Ancestor process, ProcessInfo parent) {
        this.name = process.name();
        this.pid = process.pid();
        this.startTicks = process.startTicks();
        this.daemon = process.daemon();
        this.parent = parent;
    }

    static ProcessInfo ofThisProcess() {
        List<Ancestor> ancestors = Self.ancestors();
        ProcessInfo parent = null;
        for (Ancestor ancestor : ancestors.reversed()) {
            parent = new ProcessInfo(ancestor, parent);
        }
        return new ProcessInfo(Self.asAncestor(), parent);
    }

    /**
     * What the process is called; the first one {@code MainProcess}.
     *
     * @return its name
     */
    public String name() {
        return name;
    }

    /**
     * Its process id.
     *
     * @return the id of its JVM
     */
    public long pid() {
        return pid;
    }

    /**
     * Whether it is a daemon: it is ended when its parent's own code has ended.
     *
     * @return true for a daemon
     */
    public boolean isDaemon() {
        return daemon;
    }

    /**
     * Whether it is the first process of the program.
     *
     * @return true for the first
     */
    public boolean isMain() {
        return parent == null;
    }

    /**
     * Whether it runs, or is stopped; a zombie does not.
     *
     * @return false once it has ended
     */
    public boolean isAlive() {
        return ProcStat.of(pid)
                .filter(found -> !found.isDead())
                .filter(found -> startTicks == 0 || found.startTicks() == startTicks)
                .isPresent();
    }

    /**
     * Waits for its end.
     *
     * @param timeout how long; zero or less looks once
     * @return whether it has ended
     * @throws InterruptedException if the calling thread is interrupted
     * @throws IllegalStateException if it is the calling process
     */
    public boolean join(Duration timeout) throws InterruptedException {
        if (pid == Self.pid()) {
            throw new IllegalStateException("cannot join process " + name + ": it is the one that waits; pid=" + pid);
        }
        if (!isAlive() || !timeout.isPositive()) {
            return !isAlive();
        }
        try {
            onExit().get(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException stillRunning) {
            return false;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("cannot wait for process " + name + "; pid=" + pid, impossible);
        }
    }

    /**
     * Its end as something to wait for, together with others.
     *
     * @return what is ready once the process has ended
     */
    public Waitable sentinel() {
        return new Sentinel(name, onExit());
    }

    /**
     * The process that started it.
     *
     * @return the parent, null for the first process
     */
    public ProcessInfo parent() {
        return parent;
    }

    private CompletableFuture<?> onExit() {
        return isAlive()
                ? ProcessHandle.of(pid).<CompletableFuture<?>>map(ProcessHandle::onExit)
                        .orElseGet(() -> CompletableFuture.completedFuture(null))
                : CompletableFuture.completedFuture(null);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ProcessInfo that
                && pid == that.pid
                && startTicks == that.startTicks
                && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(pid);
    }

    @Override
    public String toString() {
        return name + " (pid " + pid + (daemon ? ", daemon)" : ")");
    }
}
