package offspring.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import offspring.pool.Pool;
import offspring.pool.WorkerInfo;
import offspring.process.StartMethod;

/** Memory of an idle worker that has done some work. */
final class MemoryRows {

    private static final Map<String, List<String>> PARTS = new TreeMap<>(Map.of(
            "rss", List.of("Rss"),
            "pss", List.of("Pss"),
            "private", List.of("Private_Clean", "Private_Dirty")));

    private MemoryRows() {}

    static void memory(Figures figures, Group.Scale scale) throws Exception {
        for (int size : new int[] {2, 8}) {
            try (Pool pool = ProcessRows.pool(size, StartMethod.SPAWN)) {
                pool.map(n -> n * n, IntStream.range(0, 10_000).boxed().toList(), 1);
                LockSupport.parkNanos(200_000_000);
                Map<String, Long> sums = new HashMap<>();
                for (WorkerInfo worker : pool.workers()) {
                    rollUp(worker.pid(), sums);
                }
                PARTS.forEach((name, parts) -> {
                    double kib = parts.stream().mapToLong(sums::get).sum();
                    figures.add("memory.spawn.pool" + size + "." + name, kib / 1024 / size, "MiB/worker");
                });
            }
        }
    }

    private static void rollUp(long pid, Map<String, Long> sums) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "smaps_rollup"))) {
            String[] words = line.split("\\s+");
            if (words[words.length - 1].equals("kB")) {
                sums.merge(words[0].replace(":", ""), Long.parseLong(words[1]), Long::sum);
            }
        }
    }
}
