package offspring.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import offspring.testing.FreshJvm;
import offspring.testing.LeakCheck;
import offspring.testing.Notebook;
import offspring.testing.RunningProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The case of CPython's {@code _TestProcess} that needs a program whose own streams are broken. */
@ExtendWith(LeakCheck.class)
class StdioFlushTest {

    private static final String PROGRAM = """
            import java.nio.file.*;
            import offspring.process.*;

            public class Main {
                public static void main(String[] args) throws Exception {
                    Path notes = Path.of(args[0]);
                    System.out.close();
                    System.err.close();
                    run(notes, "closed");
                    System.setOut(null);
                    System.setErr(null);
                    run(notes, "missing");
                }

                static void run(Path notes, String state) throws Exception {
                    for (StartMethod method : StartMethod.values()) {
                        String file = notes.toString();
                        String line = method + " " + state + "\\n";
                        ChildProcess child = ChildProcess.builder().startMethod(method).start(
                                () -> Files.writeString(Path.of(file), line, StandardOpenOption.APPEND));
                        child.join();
                        Files.writeString(notes, child.exitStatus().get() + "\\n", StandardOpenOption.APPEND);
                    }
                }
            }
            """;

    @Test
    void testErrorOnStdioFlush1(@TempDir Path directory) throws Exception {
        Notebook notes = Notebook.in(directory);
        FreshJvm jvm = FreshJvm.in(directory).source("Main.java", PROGRAM);
        try (RunningProgram program = jvm.compileAndRun("Main", List.of("Main.java"), notes.file())) {
            assertThat(program.awaitEnd().exitCode()).isZero();
        }
        String fine = "exited with code 0";
        assertThat(notes.lines()).containsExactly(
                "SPAWN closed", fine, "STANDBY closed", fine, "THREAD closed", fine,
                "SPAWN missing", fine, "STANDBY missing", fine, "THREAD missing", fine);
    }
}
