package offspring.pool;

import java.io.IOException;
import java.io.UncheckedIOException;
import offspring.Action;
import offspring.ExitStatus;
import offspring.launch.Child;
import offspring.launch.LaunchSpec;
import offspring.launch.Launcher;
import offspring.region.FamilyHeap;
import offspring.region.Region;
import offspring.ring.Doorbell;
import offspring.worker.WorkerMain;

/** Workers that are children of this process. */
final class ChildSource implements WorkerSource {

    private final PoolSettings settings;
    private Region bellRegion;

    ChildSource(PoolSettings settings) {
        this.settings = settings;
    }

    @Override
    public Doorbell bell() {
        try {
            if (bellRegion == null) {
                bellRegion = FamilyHeap.current().allocate(Doorbell.BYTES);
            }
            return new Doorbell(bellRegion.memory());
        } catch (IOException full) {
            throw new UncheckedIOException("cannot make " + settings.name() + ": no shared memory", full);
        }
    }

    @Override
    public WorkerPort open() {
        try {
            return new SharedMemoryPort(FamilyHeap.current());
        } catch (IOException full) {
            throw new UncheckedIOException("cannot start a worker of " + settings.name() + ": no shared memory", full);
        }
    }

    @Override
    public void start(Worker worker, Crew crew) {
        bell().announceNewcomer();
        LaunchSpec spec = LaunchSpec.named(worker.name())
                .withDaemon(true)
                .withChildren(true)
                .withMode(settings.mode())
                .withJvmOptions(settings.jvmOptions())
                .withCaptureStderr(true);
        Action main = new WorkerMain(
                worker.name(),
                ((SharedMemoryPort) worker.port()).regionOffset(),
                SharedMemoryPort.TASK_RING_CAPACITY,
                SharedMemoryPort.OUTCOME_RING_CAPACITY,
                bellRegion.offset(),
                settings.initializer() == null ? null : settings.initializer().payload())
                .action();
        Thread.ofPlatform().daemon().name(worker.name() + "-start").start(() -> start(spec, main, worker, crew));
    }

    private static void start(LaunchSpec spec, Action main, Worker worker, Crew crew) {
        try {
            Child child = Launcher.start(spec, main);
            crew.started(worker, child);
            child.onExit().whenComplete((status, failure) -> report(worker, crew, status, failure));
        } catch (RuntimeException | Error failure) {
            crew.failedToStart(worker, failure);
        }
    }

    private static void report(Worker worker, Crew crew, ExitStatus status, Throwable failure) {
        if (failure == null) {
            crew.exited(worker, status);
        } else {
            crew.failedToStart(worker, failure);
        }
    }

    @Override
    public void close() {
        if (bellRegion != null) {
            SharedMemoryPort.free(bellRegion);
        }
        if (settings.initializer() != null) {
            settings.initializer().letGo();
        }
    }
}
