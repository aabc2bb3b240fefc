package offspring.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import offspring.testing.Eventually;
import offspring.testing.Family;
import offspring.testing.FreshJvm;
import offspring.testing.RunningProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupWatcherTest {

    /** Without the native linker, shared memory and the link have names. */
    private static final String PROGRAM =
            """
            import offspring.pool.Pool;
            import offspring.process.ChildProcess;

            public class Named {
                public static void main(String[] arguments) throws Exception {
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
        try (Stream<Path> here = Files.list(directory.resolve("tmp"));
                Stream<Path> memory = Files.list(Path.of("/dev/shm"))) {
            return Stream.concat(here, memory)
                    .filter(path -> path.getFileName().toString().matches("offspring-\\d+-" + pid + "-.*"))
                    .toList();
        }
    }

    @Test
    void whatAKilledProgramHasNamedAndItsTasksHaveStartedGoesWithIt() throws Exception {
        Files.createDirectory(directory.resolve("tmp"));
        FreshJvm fresh = FreshJvm.in(directory)
                .options("-Doffspring.os.refuse=all", "-Djava.io.tmpdir=" + directory.resolve("tmp"))
                .source("Named.java", PROGRAM)
                .onClassPath();
        try (RunningProgram program = fresh.compileAndRun("Named", List.of("Named.java"))) {
            long started = Long.parseLong(program.awaitLine("program ").substring("program ".length()));
            assertThat(names(program.pid())).isNotEmpty();
            program.signal("KILL");
            Eventually.eventually("no names left", () -> names(program.pid()).isEmpty());
            Family.awaitDeath(started);
            Eventually.eventually("no family left", () -> program.family().isEmpty());
        }
    }
}
