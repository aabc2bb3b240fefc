package offspring.pool;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import offspring.ExitStatus;
import offspring.launch.LaunchSpec;
import offspring.region.SharedBytes;
import offspring.ring.Doorbell;
import offspring.testing.Eventually;

/** Workers that do nothing but what a test tells them, in this JVM, without shared memory. */
final class FakeWorkers implements WorkerSource {

    private final Doorbell bell = new Doorbell(SharedBytes.of(Arena.ofAuto().allocate(Doorbell.BYTES, 128)));
    private final List<FakeWorker> started = new CopyOnWriteArrayList<>();
    private boolean readyAtOnce = true;

    static PoolSettings settings(int processes) {
        return settings(processes, Integer.MAX_VALUE);
    }

    static PoolSettings settings(int processes, int maxTasks) {
        return new PoolSettings("fakes", processes, maxTasks, null, List.of(), LaunchSpec.Mode.SPAWN);
    }

    /** From now on workers boot until the test says that they are ready. */
    FakeWorkers booting() {
        readyAtOnce = false;
        return this;
    }

    @Override
    public Doorbell bell() {
        return bell;
    }

    @Override
    public WorkerPort open() {
        return new FakeWorker(bell);
    }

    @Override
    public void start(Worker worker, Crew crew) {
        FakeWorker fake = (FakeWorker) worker.port();
        fake.startedAs(worker, crew);
        started.add(fake);
        if (readyAtOnce) {
            fake.ready();
        }
    }

    @Override
    public void close() {
        // Nothing is held.
    }

    /** The n-th worker that was started, from 0 on; waits until there is one. */
    FakeWorker get(int index) {
        Eventually.eventually("worker " + index, () -> started.size() > index);
        return started.get(index);
    }

    int startedCount() {
        return started.size();
    }

    /** All workers started so far end as if they had been told to. */
    void allExit() {
        new ArrayList<>(started).forEach(fake -> fake.exit(new ExitStatus(0)));
    }
}
