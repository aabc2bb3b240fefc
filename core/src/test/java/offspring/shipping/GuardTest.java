package offspring.shipping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import offspring.testing.FreshJvm;
import offspring.testing.LeakCheck;
import offspring.testing.RunningProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Programs that start processes where a child would start them again. */
@ExtendWith(LeakCheck.class)
class GuardTest {

    @TempDir
    Path directory;

    @Test
    void staticFieldOfACompactSourceFileThatStartsAProcessIsExplainedInTheChild() throws Exception {
        FreshJvm jvm = FreshJvm.in(directory).source("Bomb.java", """
                import module offspring;

                static final ChildProcess CHILD = new ChildProcess(() -> IO.println("ran")).start();

                void main() throws Exception {
                    CHILD.join();
                    System.exit(CHILD.exitCode().getAsInt() + 20);
                }
                """);
        try (RunningProgram program = jvm.launch("Bomb.java")) {
            RunningProgram.Result result = program.awaitEnd();
            assertThat(result.exitCode()).isEqualTo(21);
            assertThat(result.stdout()).isEmpty();
            assertThat(result.stderr()).contains("IllegalStateException").contains("static initializer");
            program.awaitNoFamily();
        }
    }

    /** The program object travels as deserialization makes it: its initializers do not run in the child. */
    @Test
    void instanceFieldOfACompactSourceFileMayStartAProcess() throws Exception {
        FreshJvm jvm = FreshJvm.in(directory).source("Fine.java", """
                import module offspring;

                ChildProcess child = new ChildProcess(() -> IO.println("ran")).start();

                void main() throws Exception {
                    child.join();
                    IO.println(child.exitStatus().get());
                }
                """);
        try (RunningProgram program = jvm.launch("Fine.java")) {
            assertThat(program.awaitEnd())
                    .isEqualTo(new RunningProgram.Result(0, "ran\nexited with code 0\n", ""));
        }
    }

    @Test
    void processStartedWhileACapturedObjectIsReadIsRefused() throws Exception {
        FreshJvm jvm = FreshJvm.in(directory).source("Reads.java", """
                import module offspring;

                static class Starts implements Serializable {
                    private Object readResolve() throws Exception {
                        new ChildProcess(() -> IO.println("never")).start().join();
                        return this;
                    }
                }

                void main() throws Exception {
                    Starts starts = new Starts();
                    ChildProcess child = new ChildProcess(() -> IO.println(starts));
                    child.start().join();
                    System.exit(child.exitCode().getAsInt() + 20);
                }
                """);
        try (RunningProgram program = jvm.launch("Reads.java")) {
            RunningProgram.Result result = program.awaitEnd();
            assertThat(result.exitCode()).isEqualTo(21);
            assertThat(result.stdout()).isEmpty();
            assertThat(result.stderr()).contains("IllegalStateException");
        }
    }
}
