package offspring.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import offspring.testing.Eventually;
import offspring.testing.Family;
import offspring.testing.FreshJvm;
import offspring.testing.LeakCheck;
import offspring.testing.RunningProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakCheck.class)
class GroupWatcherTest {

    private static final String PROGRAM =
            """
            package offspring.os;

            import java.nio.file.Path;
            import offspring.pool.Pool;

            public class Named {
                public static void main(String[] arguments) throws Exception {
                    PrivateDirectory.create(Path.of(System.getProperty("java.io.tmpdir")));
                    Pool pool = Pool.create(1);
                    long worker = pool.apply(() -> {
                        Process program = new ProcessBuilder("/bin/sleep", "1000").start();
                        return program.pid();
                    });
                    System.out.println("program " + worker);
                    Thread.sleep(1_000_000);
                }
            }
            """;

    @TempDir
    Path directory;

    private List<Path> names(long pid) throws Exception {
        try (Stream<Path> here = Files.list(directory.resolve("tmp"))) {
            return here.filter(path -> path.getFileName().toString().matches("offspring-\\d+-" + pid + "-.*"))
                    .toList();
        }
    }

    @Test
    void whatAKilledProgramHasNamedAndItsTasksHaveStartedGoesWithIt() throws Exception {
        Files.createDirectory(directory.resolve("tmp"));
        FreshJvm fresh = FreshJvm.in(directory)
                .options("-Djava.io.tmpdir=" + directory.resolve("tmp"))
                .source("offspring/os/Named.java", PROGRAM)
                .onClassPath();
        try (RunningProgram program = fresh.compileAndRun("offspring.os.Named", List.of("offspring/os/Named.java"))) {
            long started = Long.parseLong(program.awaitLine("program ").substring("program ".length()));
            assertThat(names(program.pid())).isNotEmpty();
            program.signal("KILL");
            Eventually.eventually("no names left", () -> names(program.pid()).isEmpty());
            Family.awaitDeath(started);
            program.awaitNoFamily();
        }
    }
}
