package offspring.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import offspring.testing.FreshJvm;
import offspring.testing.LeakCheck;
import offspring.testing.RunningProgram;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The programs in the documentation print what the documentation says. */
@ExtendWith(LeakCheck.class)
class DocumentsTest {

    @TempDir
    Path directory;

    static List<Documents.Program> programs() throws IOException {
        return Documents.programs();
    }

    /** Numbers of three digits and more (pids, times) may differ. With {@code -Doffspring.documents=write} it writes. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("programs")
    void programPrintsWhatTheDocumentSays(Documents.Program program) throws Exception {
        try (RunningProgram running = FreshJvm.in(directory)
                .source(program.name(), program.source())
                .launch(program.name())) {
            RunningProgram.Result result = running.awaitEnd();
            if ("write".equals(System.getProperty("offspring.documents"))) {
                Documents.write(program, result.stdout());
            } else {
                assertThat(normal(result.stdout())).as(result.stderr()).isEqualTo(normal(program.output()));
            }
            assertThat(result.exitCode()).as(result.stderr()).isZero();
        }
    }

    private static String normal(String output) {
        return output.replaceAll("\\d{3,}", "#").replaceAll("-worker-\\d+", "-worker-#").replaceAll("\\d+([.,]\\d+)? ?(ms|s)\\b", "# s");
    }
}
