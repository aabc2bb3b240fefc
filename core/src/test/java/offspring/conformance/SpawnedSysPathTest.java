package offspring.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import offspring.testing.FreshJvm;
import offspring.testing.LeakCheck;
import offspring.testing.RunningProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** CPython's {@code _TestSpawnedSysPath}: the module search path is the class path. */
@ExtendWith(LeakCheck.class)
class SpawnedSysPathTest {

    private static final String PROGRAM = """
            import java.nio.file.Path;
            import offspring.process.*;

            public class Main {
                public static void main(String[] args) throws Exception {
                    for (StartMethod method : java.util.List.of(StartMethod.SPAWN, StartMethod.STANDBY)) {
                        ChildProcess child = ChildProcess.builder()
                                .startMethod(method)
                                .workingDirectory(Path.of(args[0]))
                                .start(() -> System.out.println(Helper.word() + " in " + Path.of("").toAbsolutePath()));
                        child.join();
                        System.out.println(child.exitStatus().get());
                    }
                }
            }
            """;

    /** Relative entries are found, though the child works somewhere else. */
    @Test
    void testChildSysPath(@TempDir Path directory) throws Exception {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        FreshJvm jvm = FreshJvm.in(directory)
                .source("Main.java", PROGRAM)
                .source("Helper.java", "class Helper { static String word() { return \"found\"; } }");
        jvm.compile(List.of("Main.java", "Helper.java"));
        try (RunningProgram program = jvm.java(
                "-cp", "classes" + File.pathSeparator + FreshJvm.library(),
                "--enable-native-access=ALL-UNNAMED", "Main", "elsewhere")) {
            RunningProgram.Result result = program.awaitEnd();
            String line = "found in " + elsewhere.toRealPath();
            assertThat(result.stderr()).isEmpty();
            assertThat(result.lines()).containsExactly(line, "exited with code 0", line, "exited with code 0");
        }
    }
}
