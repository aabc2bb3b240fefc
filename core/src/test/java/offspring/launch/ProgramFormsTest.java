package offspring.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import offspring.testing.FreshJvm;
import offspring.testing.LeakCheck;
import offspring.testing.RunningProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Programs of all forms have children with the same classes, modules and options, and no word of ours on stderr. */
@ExtendWith(LeakCheck.class)
class ProgramFormsTest {

    private static final String MAIN =
            """
            package demo;

            import offspring.process.ChildProcess;
            import offspring.process.StartMethod;

            public class Main {
                public static void main(String[] arguments) throws Exception {
                    for (StartMethod method : StartMethod.values()) {
                        ChildProcess process = ChildProcess.builder().startMethod(method).start(() -> tell(method));
                        process.join();
                        System.out.println(process.exitCode());
                    }
                }

                static void tell(StartMethod method) {
                    boolean assertions = false;
                    assert assertions = true;
                    System.out.println(method + " " + Main.class.getModule().getName() + " " + assertions
                            + " " + System.getProperty("demo.word") + " " + System.getProperty("user.language"));
                }
            }
            """;

    @TempDir
    Path directory;

    private static List<String> expected(String rest) {
        return List.of(
                "SPAWN " + rest, "OptionalInt[0]", "STANDBY " + rest, "OptionalInt[0]", "THREAD " + rest,
                "OptionalInt[0]");
    }

    private static void assertSays(RunningProgram program, List<String> lines) throws Exception {
        try (program) {
            RunningProgram.Result result = program.awaitEnd();
            assertThat(result.stderr()).isEmpty();
            assertThat(result.lines()).isEqualTo(lines);
            assertThat(result.exitCode()).isZero();
            program.awaitNoFamily();
        }
    }

    private FreshJvm program() throws Exception {
        return FreshJvm.in(directory).source("demo/Main.java", MAIN);
    }

    @Test
    void onTheClassPathWithAllOfItsOptions() throws Exception {
        RunningProgram program = program()
                .options("-ea", "-Ddemo.word=two words", "-Duser.language=tr")
                .onClassPath()
                .compileAndRun("demo.Main", List.of("demo/Main.java"));
        assertSays(program, expected("null true two words tr"));
    }

    @Test
    void onTheClassPathWithOnlyOurModuleOnTheModulePath() throws Exception {
        RunningProgram program = program()
                .options("-esa", "-ea", "-Ddemo.word=w", "-Duser.language=en")
                .compileAndRun("demo.Main", List.of("demo/Main.java"));
        assertSays(program, expected("null true w en"));
    }

    @Test
    void asANamedModule() throws Exception {
        RunningProgram program = program()
                .source("module-info.java", "module demo { requires offspring; }")
                .options("-Ddemo.word=w", "-Duser.language=en")
                .compileAndRunModule("demo", "demo.Main", List.of("demo/Main.java", "module-info.java"));
        assertSays(program, expected("demo false w en"));
    }

    @Test
    void asASourceFile() throws Exception {
        RunningProgram program = FreshJvm.in(directory)
                .source("Main.java", MAIN.replace("package demo;", ""))
                .options("-Ddemo.word=w", "-Duser.language=en")
                .launch("Main.java");
        assertSays(program, expected("null false w en"));
    }

    @Test
    void withOptionsFromTheEnvironmentAndAnArgumentFile() throws Exception {
        program().source("options", "-Ddemo.word='two words' -ea");
        RunningProgram program = program()
                .options("@options")
                .environment("JDK_JAVA_OPTIONS", "-Duser.language=fr")
                .onClassPath()
                .compileAndRun("demo.Main", List.of("demo/Main.java"));
        try (program) {
            RunningProgram.Result result = program.awaitEnd();
            assertThat(result.stderr()).isEqualTo("NOTE: Picked up JDK_JAVA_OPTIONS: -Duser.language=fr\n");
            assertThat(result.lines()).isEqualTo(expected("null true two words fr"));
        }
    }

    @Test
    void startingFromAStaticInitializerIsExplainedAndEndsAtOnce() throws Exception {
        String bomb =
                """
                import offspring.process.*;

                public class Bomb {
                    static final ChildProcess CHILD = ChildProcess.builder().startMethod(StartMethod.SPAWN)
                            .start(() -> System.out.println("never read"));

                    public static void main(String[] arguments) throws Exception {
                        CHILD.join();
                        System.out.println(CHILD.exitCode());
                    }
                }
                """;
        RunningProgram program = FreshJvm.in(directory)
                .source("Bomb.java", bomb)
                .onClassPath()
                .compileAndRun("Bomb", List.of("Bomb.java"));
        try (program) {
            RunningProgram.Result result = program.awaitEnd();
            assertThat(result.lines()).containsExactly("OptionalInt[1]");
            assertThat(result.stderr())
                    .startsWith("Process ChildProcess-1:")
                    .contains("cannot start process ChildProcess-1:1: this is a child, ChildProcess-1")
                    .contains("start processes and pools in main or in a method that it calls");
        }
    }
}
