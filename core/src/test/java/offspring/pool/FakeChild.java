package offspring.pool;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import offspring.ExitStatus;
import offspring.launch.Child;

/** A process that notes what was asked of it. */
final class FakeChild implements Child {

    private final List<String> orders;
    private final CompletableFuture<ExitStatus> exit = new CompletableFuture<>();
    private final BooleanSupplier booted;

    FakeChild(List<String> orders, BooleanSupplier booted) {
        this.orders = orders;
        this.booted = booted;
    }

    @Override
    public long pid() {
        return 4711;
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public boolean isDaemon() {
        return true;
    }

    @Override
    public boolean hasBooted() {
        return booted.getAsBoolean();
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
        return Optional.ofNullable(exit.getNow(null));
    }

    @Override
    public boolean join(Duration timeout) {
        return exit.isDone();
    }

    @Override
    public void interrupt() {
        orders.add("interrupt");
    }

    @Override
    public void terminate() {
        orders.add("terminate");
    }

    @Override
    public void kill() {
        orders.add("kill");
    }

    @Override
    public List<String> stderrTail() {
        return List.of("its last words");
    }
}
