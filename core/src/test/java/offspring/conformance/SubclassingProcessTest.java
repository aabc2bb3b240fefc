package offspring.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import offspring.ipc.Connection;
import offspring.ipc.SharedPipe;
import offspring.process.ChildProcess;
import offspring.testing.FreshJvm;
import offspring.testing.LeakCheck;
import offspring.testing.Notebook;
import offspring.testing.RunningProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** CPython's {@code _TestSubclassingProcess}. */
@ExtendWith(LeakCheck.class)
class SubclassingProcessTest {

    @TempDir
    Path directory;

    static final class UpCaser extends ChildProcess {

        private final SharedPipe<String> pipe = SharedPipe.create();

        @Override
        public void run() throws Exception {
            pipe.first().close();
            try (Connection<String> end = pipe.second()) {
                for (String text = end.receive(); text != null; text = end.receive()) {
                    end.send(text.toUpperCase(Locale.ROOT));
                }
            }
        }

        String submit(String text) throws Exception {
            pipe.first().send(text);
            return pipe.first().receive();
        }

        void stop() throws Exception {
            pipe.first().send(null);
            pipe.close();
        }
    }

    @Test
    void testSubclassing() throws Exception {
        UpCaser upCaser = new UpCaser();
        assertThat(upCaser.getName()).matches("UpCaser-\\d+");
        upCaser.setDaemon(true);
        upCaser.start();
        assertThat(upCaser.submit("hello")).isEqualTo("HELLO");
        assertThat(upCaser.submit("world")).isEqualTo("WORLD");
        upCaser.stop();
        upCaser.join();
        assertThat(upCaser.exitCode()).hasValue(0);
        upCaser.close();
    }

    /** What a child wrote on stderr is there when it has ended, the trace of its uncaught exception last. */
    @Test
    void testStderrFlush() throws Exception {
        FreshJvm jvm = FreshJvm.in(directory).source("Main.java", """
                import offspring.process.ChildProcess;

                public class Main {
                    public static void main(String[] args) throws Exception {
                        ChildProcess child = new ChildProcess(() -> {
                            System.err.print("half a line;");
                            throw new IllegalArgumentException("on purpose");
                        });
                        child.start().join();
                        System.exit(child.exitCode().getAsInt() + 40);
                    }
                }
                """);
        try (RunningProgram program = jvm.compileAndRun("Main", List.of("Main.java"))) {
            RunningProgram.Result result = program.awaitEnd();
            assertThat(result.exitCode()).isEqualTo(41);
            assertThat(result.stderr())
                    .startsWith("half a line;")
                    .contains("ChildProcess-1")
                    .contains("java.lang.IllegalArgumentException: on purpose")
                    .contains("at Main.lambda");
            assertThat(result.stderr().indexOf("ChildProcess-1")).isLessThan(result.stderr().indexOf("on purpose"));
        }
    }

    /** CPython's values: taken modulo 256 by the system, −1 is 255; other objects do not exist in Java. */
    @Test
    void testSysExit() throws Exception {
        int[][] cases = {{0, 0}, {1, 1}, {3, 3}, {42, 42}, {137, 137}, {143, 143}, {255, 255}, {256, 0}, {-1, 255}};
        for (int[] each : cases) {
            int asked = each[0];
            ChildProcess child = new ChildProcess(() -> System.exit(asked));
            child.start().join();
            assertThat(child.exitCode()).as("System.exit(%d)", asked).hasValue(each[1]);
        }
    }
}
