package offspring.launch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import offspring.ExitStatus;
import offspring.ProcessStartException;
import offspring.os.Signals;

/** A child that is a JVM of its own. */
final class JvmChild implements Child {

    private final JvmProcess process;
    private final String name;
    private final boolean daemon;
    private final CompletableFuture<ExitStatus> exit = new CompletableFuture<>();

    JvmChild(JvmProcess process, LaunchSpec spec) {
        this.process = process;
        this.name = spec.name();
        this.daemon = spec.daemon();
    }

    /** To be called when the child is registered: its end is told to those who wait, and undoes that. */
    void watchEnd(Consumer<ExitStatus> whenEnded) {
        process.ended().thenAccept(status -> {
            whenEnded.accept(status);
            if (process.hasBooted() || status.signal().isPresent()) {
                exit.complete(status);
            } else {
                exit.completeExceptionally(
                        BootRecord.failure(name, process.line(), status, process.stderrTail()));
            }
        });
    }

    /** Waits until it has booted, so that one that cannot is reported to who starts it. */
    void awaitBoot() {
        CompletableFuture.anyOf(process.reader().hello(), exit).exceptionally(failure -> null).join();
        if (exit.isCompletedExceptionally()) {
            throw (ProcessStartException) exit.exceptionNow();
        }
    }

    @Override
    public long pid() {
        return process.pid();
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
        return process.hasBooted();
    }

    @Override
    public boolean isAlive() {
        return !exit.isDone();
    }

    @Override
    public CompletableFuture<ExitStatus> onExit() {
        return exit;
    }

    @Override
    public Optional<ExitStatus> exitStatus() {
        return exit.isDone() ? Optional.of(process.ended().join()) : Optional.empty();
    }

    @Override
    public boolean join(Duration timeout) throws InterruptedException {
        return Joining.join(exit, timeout);
    }

    @Override
    public void interrupt() {
        process.interrupt();
    }

    @Override
    public void terminate() {
        process.terminate();
    }

    @Override
    public void kill() {
        process.kill();
        if (process.isAlive() && Prefix.givesOwnGroup()) {
            Signals.sendToGroup(process.pid(), Signals.SIGKILL);
        }
    }

    void goOn() {
        process.goOn();
    }

    @Override
    public List<String> stderrTail() {
        return process.stderrTail();
    }

    @Override
    public String toString() {
        return name + " (pid " + pid() + ")";
    }
}
