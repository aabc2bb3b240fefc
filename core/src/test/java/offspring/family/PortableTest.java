package offspring.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import offspring.testing.FreshJvm;
import offspring.testing.LeakCheck;
import offspring.testing.Notebook;
import offspring.testing.RunningProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a machine does not have costs nothing but speed. */
@ExtendWith(LeakCheck.class)
class PortableTest {

    /** The program starts so many, one after the other. */
    private static final Duration TWENTY_JVMS = Duration.ofSeconds(150);

    private static final List<String> EXPECTED = List.of(
            "normal 0", "exception 1", "exit 42", "halt 7", "exit 143 143", "nested 9",
            "kill -9", "terminate -15", "interrupt 3", "sentinel false true 0");

    private static List<String> expected() {
        return Stream.of("SPAWN: ", "STANDBY: ")
                .flatMap(method -> EXPECTED.stream().map(method::concat))
                .toList();
    }

    @ParameterizedTest
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    @ValueSource(strings = {"all", "pidfd,pidfd_info", "pipe", "signals"})
    void processesWorkTheSameWithoutTheseFeatures(String refused, @TempDir Path directory) throws Exception {
        Notebook notes = Notebook.in(directory);
        try (RunningProgram program = FreshJvm.in(directory)
                .options("-Doffspring.os.refuse=" + refused)
                .java("-cp", System.getProperty("java.class.path"), "--enable-native-access=ALL-UNNAMED",
                        "offspring.family.Core", notes.file())) {
            RunningProgram.Result result = program.awaitEnd(TWENTY_JVMS);
            assertThat(result.stderr()).isEmpty();
            assertThat(result.exitCode()).isZero();
            assertThat(result.lines()).containsExactlyElementsOf(expected());
            program.awaitNoFamily();
        }
    }

    /** Nothing can be found on the PATH: no setpriv, no setsid, no mkfifo. */
    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void processesWorkTheSameWithoutTheToolsOfTheSystem(@TempDir Path directory) throws Exception {
        Notebook notes = Notebook.in(directory);
        try (RunningProgram program = FreshJvm.in(directory)
                .environment("PATH", directory.toString())
                .java("-cp", System.getProperty("java.class.path"), "--enable-native-access=ALL-UNNAMED",
                        "offspring.family.Core", notes.file())) {
            RunningProgram.Result result = program.awaitEnd(TWENTY_JVMS);
            assertThat(result.stderr()).isEmpty();
            assertThat(result.lines()).containsExactlyElementsOf(expected());
        }
    }
}
