package offspring.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import offspring.testing.FreshJvm;
import offspring.testing.LeakCheck;
import offspring.testing.RunningProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakCheck.class)
class CpusTest {

    private static final String PROGRAM = """
            void main() { IO.println(offspring.process.Cpus.count() + " " + offspring.process.Cpus.available()); }
            """;

    @Test
    void availableAreAtLeastOneAndNoMoreThanThereAre() {
        assertThat(Cpus.available()).isBetween(1, Cpus.count());
    }

    @Test
    void affinityIsHonouredAndTheJvmsOwnOptionIsNot(@TempDir Path directory) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/taskset")));
        FreshJvm jvm = FreshJvm.in(directory).source("C.java", PROGRAM);
        List<String> command = new ArrayList<>(List.of("taskset", "-c", "0", FreshJvm.javaTool("java").toString()));
        command.addAll(List.of("-XX:ActiveProcessorCount=7", "-cp", FreshJvm.library().toString(), "C.java"));
        try (RunningProgram program = jvm.command(command)) {
            assertThat(program.awaitEnd()).isEqualTo(new RunningProgram.Result(0, Cpus.count() + " 1\n", ""));
        }
    }
}
