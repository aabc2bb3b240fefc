package offspring.pool;

import java.util.List;
import offspring.launch.LaunchSpec;
import offspring.wire.Shipment;

/**
 * What a pool was made with.
 *
 * @param name what it is called
 * @param processes how many workers
 * @param maxTasksPerWorker after how many calls a worker is replaced
 * @param initializer what each worker does first, encoded, or null
 * @param jvmOptions options of the workers' JVMs
 * @param mode which kind of process they are
 */
record PoolSettings(
        String name,
        int processes,
        int maxTasksPerWorker,
        Shipment initializer,
        List<String> jvmOptions,
        LaunchSpec.Mode mode) {}
