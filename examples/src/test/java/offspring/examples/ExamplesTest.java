package offspring.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs every example as a user would, and compares what it prints with what it says that it prints. */
class ExamplesTest {

    private static final Path HERE = Path.of("").toAbsolutePath();

    static Stream<String> examples() throws IOException {
        try (Stream<Path> files = Files.walk(HERE)) {
            return files.map(HERE::relativize)
                    .filter(file -> file.toString().endsWith(".java") && !file.startsWith("src"))
                    .map(Path::toString)
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    /** {@code ./offspring examples run} finds them by their names, wherever they are. */
    @Test
    void eachHasANameOfItsOwn() throws IOException {
        assertThat(examples().map(example -> Path.of(example).getFileName().toString())).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void printsWhatItSaysAtItsEnd(String example, @TempDir Path temporary) throws Exception {
        if (example.contains("Python")) {
            requirePython();
        }
        Path out = temporary.resolve("out");
        Path err = temporary.resolve("err");
        Process run = launcher("run", example)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        run.getOutputStream().close();
        boolean ended = run.waitFor(5, TimeUnit.MINUTES);
        run.destroyForcibly();

        String what = "stdout:\n" + Files.readString(out) + "\nstderr:\n" + Files.readString(err);
        assertThat(ended).as("ended within five minutes; %s", what).isTrue();
        Expectation expected = Expectation.of(HERE.resolve(example));
        assertThat(expected.differences(Files.readAllLines(out), Files.readAllLines(err)))
                .as(what)
                .isEmpty();
        assertThat(run.exitValue()).as("exit code; %s", what).isZero();
    }

    /** Where the build must not pass without having looked, a missing Python is no reason to skip. */
    static void requirePython() throws Exception {
        if (!"true".equals(System.getenv("CI"))) {
            boolean there;
            try {
                there = new ProcessBuilder("python3", "--version").start().waitFor() == 0;
            } catch (IOException missing) {
                there = false;
            }
            Assumptions.assumeTrue(there, "python3 is not installed");
        }
    }

    static ProcessBuilder launcher(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(HERE.resolveSibling("offspring").toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(HERE.toFile());
        builder.environment().remove("CLASSPATH"); // the test runner's
        builder.environment().put("OFFSPRING_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("OFFSPRING_NO_BUILD", "1"); // this very build has just made it
        return builder;
    }
}
