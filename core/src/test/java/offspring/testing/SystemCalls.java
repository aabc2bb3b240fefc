package offspring.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** System calls of a JVM, counted by strace. */
public final class SystemCalls {

    private SystemCalls() {}

    /**
     * How many more of them it takes to do something a million times than to do it a hundred times: what the JVM does by
     * itself should be the same. Skips the test where there is no strace.
     *
     * @param directory for what strace writes
     * @param main is given the number, and says "done"
     */
    public static long ofAMillion(Path directory, Class<?> main) throws IOException, InterruptedException {
        assumeTrue(Programs.isThere("strace"), "strace is missing: apt-get install strace");
        long few = of(directory.resolve("few"), main, 100);
        long many = of(directory.resolve("many"), main, 1_000_000);
        assertThat(few).isPositive();
        return many - few;
    }

    private static long of(Path summary, Class<?> main, int count) throws IOException, InterruptedException {
        List<String> strace = List.of("strace", "--follow-forks", "--summary-only", "--output=" + summary);
        // One thread for the collector, and the compiled code at once.
        List<String> options = List.of("-Xmx64m");
        try (TestJvm jvm = TestJvm.start(strace, options, main, Integer.toString(count))) {
            assertThat(jvm.readLine()).isEqualTo("done");
            jvm.awaitEnd();
        }
        String total = Files.readAllLines(summary).getLast();
        assertThat(total).endsWith("total");
        return Long.parseLong(total.strip().split("\\s+")[3]);
    }
}
