package offspring.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import offspring.testing.FreshJvm;
import offspring.testing.LeakCheck;
import offspring.testing.RunningProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** CPython's {@code TestFlags}: the interpreter's flags are the JVM's options. */
@ExtendWith(LeakCheck.class)
class FlagsTest {

    private static final String PROGRAM = """
            import offspring.process.*;

            public class Main {
                static final String OPEN = "java.lang";

                static void report(String who) {
                    boolean asserts = false;
                    assert asserts = true;
                    boolean open = Object.class.getModule().isOpen(OPEN, Main.class.getModule());
                    System.out.println(who + " " + System.getProperty("my.flag") + " " + System.getProperty("spaced out")
                            + " " + asserts + " " + open + " " + Runtime.getRuntime().maxMemory());
                }

                public static void main(String[] args) throws Exception {
                    System.setProperty("set.later", "yes");
                    report("parent");
                    for (StartMethod method : java.util.List.of(StartMethod.SPAWN, StartMethod.STANDBY)) {
                        ChildProcess child = ChildProcess.builder().startMethod(method).start(() -> {
                            report("child");
                            ChildProcess.builder().startMethod(method).start(() -> report("grandchild")).join();
                        });
                        child.join();
                    }
                }
            }
            """;

    /** -D, -ea, --add-opens go down all generations; memory and agent flags do not. */
    @Test
    void testFlags(@TempDir Path directory) throws Exception {
        FreshJvm jvm = FreshJvm.in(directory)
                .source("Main.java", PROGRAM)
                .options("-Dmy.flag=on and off", "-Dspaced out=a 'quoted\" $x", "-ea", "-Xmx333m", "--add-opens")
                .options("java.base/java.lang=ALL-UNNAMED");
        try (RunningProgram program = jvm.compileAndRun("Main", List.of("Main.java"))) {
            RunningProgram.Result result = program.awaitEnd();
            assertThat(result.stderr()).isEmpty();
            List<String> lines = result.lines();
            String flags = " on and off a 'quoted\" $x true true ";
            assertThat(lines).hasSize(5);
            assertThat(lines.getFirst()).startsWith("parent" + flags);
            assertThat(lines.subList(1, 5)).map(line -> line.substring(0, line.lastIndexOf(' ') + 1))
                    .containsExactly("child" + flags, "grandchild" + flags, "child" + flags, "grandchild" + flags);
            String ofParent = lines.getFirst().substring(lines.getFirst().lastIndexOf(' ') + 1);
            assertThat(lines.subList(1, 5)).noneMatch(line -> line.endsWith(" " + ofParent));
        }
    }
}
