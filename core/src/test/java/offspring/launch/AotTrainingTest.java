package offspring.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import offspring.testing.FreshJvm;
import offspring.testing.LeakCheck;
import offspring.testing.RunningProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The cache is for programs that have the library as a jar, so these tests make one. */
@ExtendWith(LeakCheck.class)
class AotTrainingTest {

    /** It trains twice, and starts JVMs in between. */
    private static final Duration TRAINING = Duration.ofSeconds(150);

    private static final String TRAINER =
            """
            package offspring.launch;

            import java.nio.file.Files;
            import java.nio.file.Path;
            import java.util.Arrays;
            import offspring.process.ChildProcess;

            public class Trainer {
                public static void main(String[] arguments) throws Exception {
                    Path cache = AotCache.file().orElseThrow();
                    Files.createDirectories(cache.getParent());
                    // As a training leaves it that was killed.
                    Files.writeString(cache.resolveSibling(cache.getFileName() + ".999999999.config"), "half");
                    System.out.println(AotTraining.train());
                    byte[] whole = Files.readAllBytes(cache);
                    System.out.println(AotTraining.isAccepted(cache));
                    Path half = Path.of("half");
                    Files.write(half, Arrays.copyOf(whole, whole.length / 2));
                    System.out.println(AotTraining.isAccepted(half));
                    System.out.println(AotTraining.isAccepted(Files.createFile(Path.of("empty"))));
                    ChildProcess.builder().start(() -> {
                        String command = Files.readString(Path.of("/proc/self/cmdline"));
                        System.out.println(command.contains("-XX:AOTCache=" + cache));
                    }).join();
                    try (var files = Files.list(cache.getParent())) {
                        System.out.println(files.count());
                    }
                }
            }
            """;

    @TempDir
    Path directory;

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void onlyAWholeCacheIsAcceptedAndChildrenBootFromIt() throws Exception {
        Path jar = directory.resolve("offspring.jar");
        FreshJvm fresh = FreshJvm.in(directory).source("offspring/launch/Trainer.java", TRAINER);
        Path classes = fresh.compile(List.of("offspring/launch/Trainer.java"));
        String tool = FreshJvm.javaTool("jar").toString();
        List<String> command =
                List.of(tool, "--create", "--file", jar.toString(), "-C", FreshJvm.library().toString(), ".");
        try (RunningProgram packing = fresh.command(command)) {
            assertThat(packing.awaitEnd().exitCode()).isZero();
        }
        String path = jar + ":" + classes;
        try (RunningProgram program = fresh.options(
                        "-Doffspring.cache=" + directory.resolve("cache"), "--enable-native-access=ALL-UNNAMED")
                .java("--class-path", path, "offspring.launch.Trainer")) {
            RunningProgram.Result result = program.awaitEnd(TRAINING);
            assertThat(result.stderr()).isEmpty();
            assertThat(result.lines()).containsExactly("true", "true", "false", "false", "true", "1");
            program.awaitNoFamily();
        }
    }
}
