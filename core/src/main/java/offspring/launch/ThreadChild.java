package offspring.launch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import offspring.Action;
import offspring.ExitStatus;
import offspring.link.Ancestor;
import offspring.os.Signals;
import offspring.wire.Payload;
import offspring.wire.Shipment;
import offspring.wire.UndecodableException;

/**
 * A child that is a thread of this JVM, for tests and debuggers. What it runs is serialized and copied all the same.
 *
 * <p>It cannot be ended from outside: {@link #terminate} and {@link #kill} interrupt it and count it
 * as ended; the thread may go on for as long as it likes, as a daemon thread nobody waits for.
 */
final class ThreadChild implements Child {

    /** After its interrupt; then we say that it goes on. */
    private static final Duration TIME_TO_END = Duration.ofSeconds(1);

    private static volatile boolean started;

    private final String name;
    private final boolean daemon;
    private final Self self;
    private final Shipment body;
    private final CompletableFuture<ExitStatus> exit = new CompletableFuture<>();
    private final Thread thread;

    ThreadChild(LaunchSpec spec, Shipment body) {
        started = true;
        this.name = spec.name();
        this.daemon = spec.daemon();
        this.body = body;
        this.self = new Self(name, spec.identity(), daemon, spec.mayHaveChildren(), ancestorsOfChildren());
        // A daemon thread: whether the JVM waits for it is decided by ProgramEnd, as for any child.
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    /** Whether a JVM ever had one. */
    static boolean wereStarted() {
        return started;
    }

    /** What a child is told of the processes above it. */
    static List<Ancestor> ancestorsOfChildren() {
        List<Ancestor> ancestors = new ArrayList<>();
        ancestors.add(Self.asAncestor());
        ancestors.addAll(Self.ancestors());
        return ancestors;
    }

    void start(Runnable whenEnded) {
        exit.whenComplete((status, failure) -> whenEnded.run());
        thread.start();
    }

    private void run() {
        Self.becomeInThread(self);
        int code;
        try {
            decoded().execute();
            code = 0;
        } catch (Throwable failure) {
            code = 1;
            if (!exit.isDone()) {
                Uncaught.report(name, failure);
            }
        }
        ProgramEnd.endOf(self);
        exit.complete(new ExitStatus(code));
    }

    private Action decoded() throws UndecodableException {
        try {
            return (Action) Payload.decode(body.payload());
        } finally {
            body.letGo();
        }
    }

    @Override
    public long pid() {
        return Self.pid();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean isDaemon() {
        return daemon;
    }

    @Override
    public boolean hasBooted() {
        return true;
    }

    @Override
    public boolean isAlive() {
        return !exit.isDone();
    }

    /** Whether it has called {@code System.exit}. */
    boolean isInExit() {
        return ExitCall.isIn(thread);
    }

    @Override
    public CompletableFuture<ExitStatus> onExit() {
        return exit;
    }

    @Override
    public Optional<ExitStatus> exitStatus() {
        return exit.isDone() ? Optional.of(exit.join()) : Optional.empty();
    }

    @Override
    public boolean join(Duration timeout) throws InterruptedException {
        return Joining.join(exit, timeout);
    }

    @Override
    public void interrupt() {
        thread.interrupt();
    }

    @Override
    public void terminate() {
        abandon(Signals.SIGTERM);
    }

    @Override
    public void kill() {
        abandon(Signals.SIGKILL);
    }

    private void abandon(int signal) {
        if (exit.complete(new ExitStatus(-signal)) && thread.isAlive()) {
            thread.interrupt();
            Thread.ofVirtual().name(name + "-abandoned").start(this::tellIfItGoesOn);
        }
    }

    private void tellIfItGoesOn() {
        try {
            if (!thread.join(TIME_TO_END) && !isInExit()) {
                System.err.println("offspring: process " + name + " is a thread (StartMethod.THREAD) and cannot be"
                        + " ended: it was interrupted and is left alone");
            }
        } catch (InterruptedException nobodyInterrupts) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public List<String> stderrTail() {
        return List.of();
    }

    @Override
    public String toString() {
        return name + " (thread of pid " + pid() + ")";
    }
}
