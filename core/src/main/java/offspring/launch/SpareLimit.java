package offspring.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** How many JVMs may wait for a job. */
final class SpareLimit {

    private static final int MOST = 2;
    private static final long KIB_FOR_ONE = 256 << 10;

    private SpareLimit() {}

    static int get() {
        int byProcessors = Math.min(MOST, Runtime.getRuntime().availableProcessors());
        return (int) Math.min(byProcessors, availableKib() / KIB_FOR_ONE);
    }

    private static long availableKib() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/meminfo"))) {
            return lines.filter(line -> line.startsWith("MemAvailable:"))
                    .map(line -> line.replaceAll("\\D", ""))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElse(Long.MAX_VALUE);
        } catch (IOException noSuchFileHere) {
            return Long.MAX_VALUE;
        }
    }
}
