package offspring.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import offspring.testing.FreshJvm;
import offspring.testing.LeakCheck;
import offspring.testing.RunningProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of pools when their program ends. */
@ExtendWith(LeakCheck.class)
class ProgramEndTest {

    @TempDir
    Path directory;

    private RunningProgram.Result run(String body) throws Exception {
        return FreshJvm.in(directory)
                .source("Main.java", "import module offspring;\nvoid main() throws Exception {\n" + body + "\n}\n")
                .launch("Main.java")
                .awaitEnd();
    }

    @Test
    void aPoolThatIsNotClosedKeepsNoProgramAlive() throws Exception {
        RunningProgram.Result result = run("""
                Pool pool = Pool.create(2);
                IO.println(pool.apply((Integer a) -> a + 1, 41));
                """);
        assertThat(result.exitCode()).isZero();
        assertThat(result.stdout()).isEqualTo("42\n");
        assertThat(result.stderr()).isEmpty();
    }

    @Test
    void unfinishedTasksOfAPoolThatIsNotClosedAreCounted() throws Exception {
        RunningProgram.Result result = run("""
                Pool pool = Pool.builder().processes(1).name("forgotten").build();
                for (int i = 0; i < 3; i++) {
                    pool.submit(() -> Thread.sleep(100_000));
                }
                """);
        assertThat(result.exitCode()).isZero();
        assertThat(result.stderr()).contains("3 unfinished tasks in forgotten").contains("close()");
    }

    @Test
    void aPoolInAStaticFieldOfAProgramIsExplainedInTheChild() throws Exception {
        RunningProgram.Result result = FreshJvm.in(directory)
                .source("Main.java", """
                        import offspring.pool.Pool;
                        class Main {
                            static final Integer ANSWER = ask();
                            static Integer ask() {
                                try {
                                    return Pool.create(1).apply(() -> 42);
                                } catch (InterruptedException stop) {
                                    return -1;
                                }
                            }
                            static Integer answer() {
                                return ANSWER;
                            }
                            public static void main(String[] arguments) throws Exception {
                                try (Pool pool = Pool.create(1)) {
                                    System.out.println(pool.apply(Main::answer));
                                }
                            }
                        }
                        """)
                .launch("Main.java")
                .awaitEnd();
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.stderr()).contains("static initializer");
    }
}
