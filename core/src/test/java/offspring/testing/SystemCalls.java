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
     * itself should be the same. It does some things now and then, and more of them in a slow run: if the first run has
     * too many, another is made, and the lower count is the answer. Skips the test where there is no strace.
     *
     * @param directory for what strace writes
     * @param main is given the number, and says "done"
     * @param limit from which on it is too many
     */
    public static long ofAMillion(Path directory, Class<?> main, long limit) throws IOException, InterruptedException {
        requireStrace();
        long few = of(directory.resolve("few"), main, 100);
        assertThat(few).isPositive();
        long more = of(directory.resolve("many"), main, 1_000_000) - few;
        return more < limit ? more : Math.min(more, of(directory.resolve("again"), main, 1_000_000) - few);
    }

    private static long of(Path summary, Class<?> main, int count) throws IOException, InterruptedException {
        List<String> strace = List.of("strace", "--follow-forks", "--summary-only", "--output=" + summary);
        // One thread for the collector, the compiled code at once, and no counters to be sampled all the time.
        List<String> options = List.of("-Xmx64m", "-XX:-UsePerfData");
        try (TestJvm jvm = TestJvm.start(strace, options, main, Integer.toString(count))) {
            assertThat(jvm.readLine()).isEqualTo("done");
            jvm.awaitEnd();
        }
        String total = Files.readAllLines(summary).getLast();
        assertThat(total).endsWith("total");
        return Long.parseLong(total.strip().split("\\s+")[3]);
    }

    /** A command that writes each system call of what it starts into a file. Skips the test where there is no strace. */
    public static List<String> traceTo(Path file) throws InterruptedException {
        requireStrace();
        return List.of("strace", "--follow-forks", "--output=" + file);
    }

    /** Makes a system call that {@link #between} finds, in a process that is traced. */
    public static void mark(String name) {
        if (Files.exists(markOf(name))) {
            throw new IllegalStateException("there is a file where nobody has one: " + markOf(name));
        }
    }

    /** The system calls of all threads of a traced process between two marks, one line each. */
    public static List<String> between(Path file, String begin, String end) throws IOException {
        List<String> lines = Files.readAllLines(file);
        int from = indexOf(lines, begin);
        int to = indexOf(lines, end);
        assertThat(from).isBetween(1, to);
        return lines.subList(from + 1, to).stream()
                .filter(line -> !line.contains(" resumed>") && !line.contains(" --- ") && !line.contains(" +++ "))
                .toList();
    }

    private static int indexOf(List<String> lines, String mark) {
        String sought = '"' + markOf(mark).toString() + '"';
        for (int index = 0; index < lines.size(); index++) {
            if (lines.get(index).contains(sought)) {
                return index;
            }
        }
        throw new AssertionError("there is no mark " + mark + " in " + lines.size() + " lines");
    }

    private static Path markOf(String name) {
        return Path.of("/offspring-mark", name);
    }

    private static void requireStrace() throws InterruptedException {
        assumeTrue(Programs.isThere("strace"), "strace is missing: apt-get install strace");
    }
}
