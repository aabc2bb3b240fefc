package offspring.shipping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import offspring.testing.FreshJvm;
import offspring.testing.LeakCheck;
import offspring.testing.RunningProgram;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Snippets of jshell reach child JVMs, with the variables as they are at that moment. */
@ExtendWith(LeakCheck.class)
class JShellTest {

    private static final String SNIPPETS = """
            import offspring.process.*
            int k = 3
            int cube(int n) { return k * n * n * n; }
            record Pair(int a, String b) implements java.io.Serializable {}
            class Helper { static String help(Pair p) { return p.b() + p.a(); } }
            var pair = new Pair(4, "four")
            var cannot = new Thread()
            int run(offspring.Action a) throws Exception { var c = new ChildProcess(a); c.start().join(); return c.exitCode().getAsInt(); }
            System.out.println("first " + run(() -> System.exit(cube(2))))
            k = 5
            System.out.println("second " + run(() -> System.exit(cube(2))))
            System.out.println("third " + run(() -> System.exit(Helper.help(pair).equals("four4") ? 44 : 1)))
            System.out.println("fourth " + run(() -> System.exit(run(() -> System.exit(cube(1) + 60)))))
            /exit
            """;

    @ParameterizedTest
    @ValueSource(strings = {"", "local"})
    void snippetsTravelWithTheirVariables(String execution, @TempDir Path directory) throws Exception {
        FreshJvm jvm = FreshJvm.in(directory).source("snippets.jsh", SNIPPETS);
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "exec \"$@\" < snippets.jsh", "sh"));
        command.addAll(List.of(
                FreshJvm.javaTool("jshell").toString(), "--class-path", FreshJvm.library().toString()));
        if (!execution.isEmpty()) {
            command.addAll(List.of("--execution", execution));
        }
        command.add("-");
        try (RunningProgram program = jvm.command(command)) {
            RunningProgram.Result result = program.awaitEnd();
            assertThat(result.exitCode()).isZero();
            assertThat(result.lines()).containsExactly("first 24", "second 40", "third 44", "fourth 65");
        }
    }
}
