package offspring.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import offspring.process.ChildProcess;
import offspring.process.StartMethod;
import offspring.testing.LeakCheck;
import offspring.testing.Notebook;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** CPython's {@code _TestAtExit}. */
@ExtendWith(LeakCheck.class)
class AtExitTest {

    /** An exit hook is a shutdown hook. */
    @ParameterizedTest
    @EnumSource(value = StartMethod.class, names = {"SPAWN", "STANDBY"})
    void testAtexit(StartMethod method, @TempDir Path directory) throws Exception {
        Notebook notes = Notebook.in(directory);
        ChildProcess child = ChildProcess.builder()
                .startMethod(method)
                .start(() -> Runtime.getRuntime().addShutdownHook(new Thread(() -> notes.say("exit hook ran"))));
        child.join();
        assertThat(child.exitCode()).hasValue(0);
        assertThat(notes.lines()).containsExactly("exit hook ran");
    }
}
