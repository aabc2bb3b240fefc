package offspring.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import offspring.testing.FreshJvm;
import offspring.testing.LeakCheck;
import offspring.testing.RunningProgram;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CPython's {@code TestNoForkBomb}: its module without a main guard is a class with a busy initializer. */
@ExtendWith(LeakCheck.class)
class NoForkBombTest {

    private static final String PROGRAM = """
            import offspring.process.*;

            public class Bomb {
                static final ChildProcess CHILD =
                        ChildProcess.builder().startMethod(StartMethod.%s).start(() -> System.out.println("child ran"));

                public static void main(String[] args) throws Exception {
                    CHILD.join();
                    System.out.println("exit code " + CHILD.exitCode().getAsInt());
                }
            }
            """;

    @ParameterizedTest
    @ValueSource(strings = {"SPAWN", "STANDBY"})
    void testNoforkbomb(String method, @TempDir Path directory) throws Exception {
        FreshJvm jvm = FreshJvm.in(directory).source("Bomb.java", PROGRAM.formatted(method));
        try (RunningProgram program = jvm.compileAndRun("Bomb", List.of("Bomb.java"))) {
            RunningProgram.Result result = program.awaitEnd();
            assertThat(result.exitCode()).isZero();
            assertThat(result.lines()).containsExactly("exit code 1");
            assertThat(result.stderr())
                    .contains("IllegalStateException")
                    .contains("static initializer")
                    .contains("Bomb");
            program.awaitNoFamily();
        }
    }
}
