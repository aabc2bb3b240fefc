package offspring.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakCheck.class)
class TestSupportTest {

    @TempDir
    Path directory;

    @Test
    void leftChildIsNamedWithItsCommand() throws Exception {
        Possessions before = Possessions.now();
        Process cat = new ProcessBuilder("cat").start();
        assertThat(Possessions.now().beyond(before))
                .anyMatch(line -> line.startsWith("child: pid " + cat.pid()) && line.endsWith("cat"))
                .anyMatch(line -> line.startsWith("descriptor: pipe"));
        cat.destroyForcibly();
        cat.waitFor();
        assertThat(LeakCheck.leftAfterDeadline(before)).noneMatch(line -> line.startsWith("child"));
        cat.getInputStream().close();
        cat.getErrorStream().close();
        cat.getOutputStream().close();
    }

    @Test
    void aChildThatWasThereBeforeIsNotLeftWhateverItDoes() throws Exception {
        Process cat = new ProcessBuilder("cat").start();
        Possessions before = Possessions.now();
        new ProcessBuilder("/bin/kill", "-STOP", Long.toString(cat.pid())).inheritIO().start().waitFor();
        Eventually.eventually("cat stands still", () -> Family.isStopped(cat.pid()));
        assertThat(Possessions.now().beyond(before)).noneMatch(line -> line.startsWith("child: pid " + cat.pid()));
        cat.destroyForcibly().waitFor();
        cat.getInputStream().close();
        cat.getErrorStream().close();
        cat.getOutputStream().close();
    }

    @Test
    void openFileIsNamed() throws IOException {
        Path file = Files.createFile(directory.resolve("open.txt"));
        Possessions before = Possessions.now();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            assertThat(channel.isOpen()).isTrue();
            assertThat(Possessions.now().beyond(before)).contains("descriptor: " + file);
        }
        assertThat(Possessions.now().beyond(before)).doesNotContain("descriptor: " + file);
    }

    @Test
    void nameInTheTemporaryDirectoryIsNamed() throws IOException {
        Possessions before = Possessions.now();
        Path left = Files.createTempFile("offspring-" + ProcessHandle.current().pid() + "-", ".x");
        assertThat(Possessions.now().beyond(before)).contains("name: " + left);
        Files.delete(left);
        assertThat(Possessions.now().beyond(before)).doesNotContain("name: " + left);
    }

    @Test
    void programRunsByTheSourceLauncher() throws Exception {
        try (RunningProgram program = FreshJvm.in(directory)
                .source("Hello.java", "void main() { IO.println(\"hello\"); System.exit(3); }")
                .launch("Hello.java")) {
            assertThat(program.awaitEnd()).isEqualTo(new RunningProgram.Result(3, "hello\n", ""));
        }
    }

    @Test
    void programRunsFromTheClassPathAndAsAModule() throws Exception {
        FreshJvm jvm = FreshJvm.in(directory)
                .source("module-info.java", "module hello { requires offspring; }")
                .source("hello/Hello.java", """
                        package hello;
                        public class Hello {
                            public static void main(String[] args) {
                                offspring.Action action = () -> System.out.println(Hello.class.getModule());
                                action.run();
                            }
                        }
                        """);
        try (RunningProgram program = jvm.compileAndRun("hello.Hello", List.of("hello/Hello.java"))) {
            assertThat(program.awaitEnd().lines()).singleElement().asString().startsWith("unnamed module");
        }
        try (RunningProgram program = jvm.compileAndRunModule(
                "hello", "hello.Hello", List.of("module-info.java", "hello/Hello.java"))) {
            assertThat(program.awaitEnd().lines()).containsExactly("module hello");
        }
    }

    @Test
    void hangWatchPrintsTheStacksOfParentAndChildren() throws Exception {
        try (RunningProgram program = FreshJvm.in(directory)
                .source("Hangs.java", """
                        void main() throws Exception {
                            IO.println("ready");
                            hangsHere();
                        }

                        void hangsHere() throws Exception {
                            new java.util.concurrent.CountDownLatch(1).await();
                        }
                        """)
                .launch("Hangs.java")) {
            program.awaitLine("ready");
            ByteArrayOutputStream printed = new ByteArrayOutputStream();
            new StackPrinter(new PrintStream(printed, true)).print("this test hangs");
            assertThat(printed.toString())
                    .contains("this test hangs", "hangWatchPrintsTheStacksOfParentAndChildren")
                    .contains("pid " + program.pid(), "hangsHere");
        }
    }
}
