package offspring.pool;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import offspring.Action;
import offspring.launch.LaunchSpec;
import offspring.process.Cpus;
import offspring.process.StartMethod;
import offspring.region.FamilyHeap;
import offspring.wire.Shipment;

/** Collects and checks the settings of a pool. */
final class PoolBuilder implements Pool.Builder {

    private static final AtomicInteger UNNAMED = new AtomicInteger();

    private int processes = Cpus.available();
    private Action initializer;
    private int maxTasksPerWorker = Integer.MAX_VALUE;
    private List<String> jvmOptions = List.of();
    private String name;
    private StartMethod startMethod;

    @Override
    public Pool.Builder processes(int count) {
        processes = atLeastOne("processes", count);
        return this;
    }

    @Override
    public Pool.Builder initializer(Action action) {
        initializer = Objects.requireNonNull(action, "action");
        return this;
    }

    @Override
    public Pool.Builder maxTasksPerWorker(int count) {
        maxTasksPerWorker = atLeastOne("maxTasksPerWorker", count);
        return this;
    }

    @Override
    public Pool.Builder jvmOptions(String... options) {
        jvmOptions = List.of(options);
        return this;
    }

    @Override
    public Pool.Builder name(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("cannot name a pool: the name is empty; give it at least one letter");
        }
        this.name = name;
        return this;
    }

    @Override
    public Pool.Builder startMethod(StartMethod method) {
        startMethod = Objects.requireNonNull(method, "method");
        return this;
    }

    @Override
    public Pool build() {
        StartMethod method = startMethod != null ? startMethod : StartMethod.getDefault();
        PoolSettings settings = new PoolSettings(
                name != null ? name : "Pool-" + UNNAMED.incrementAndGet(),
                processes,
                maxTasksPerWorker,
                initializer == null ? null : Shipment.of(initializer),
                jvmOptions,
                LaunchSpec.Mode.valueOf(method.name()));
        FamilyHeap.warmUp();
        return new LocalPool(settings, new ChildSource(settings));
    }

    /** A number that must be positive, or an exception that names it. */
    static int atLeastOne(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(
                    "cannot use " + what + "=" + value + ": it must be at least 1; pass a positive number");
        }
        return value;
    }
}
