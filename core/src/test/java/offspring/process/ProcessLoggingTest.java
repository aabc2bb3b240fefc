package offspring.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import offspring.testing.FreshJvm;
import offspring.testing.LeakCheck;
import offspring.testing.RunningProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakCheck.class)
class ProcessLoggingTest {

    private static final String TO_STDERR = """
            import java.lang.System.Logger.Level;
            import java.util.logging.Logger;
            import offspring.process.*;

            public class Main {
                public static void main(String[] args) throws Exception {
                    ProcessLogging.logToStderr(Level.WARNING);
                    ProcessLogging.logToStderr(Level.DEBUG);
                    ProcessLogging.logger().log(Level.DEBUG, "from the parent {0}", 1);
                    ProcessLogging.logger().log(Level.TRACE, "too low");
                    for (StartMethod method : new StartMethod[] {StartMethod.SPAWN, StartMethod.STANDBY}) {
                        ChildProcess child = ChildProcess.builder().startMethod(method).name("kid").start(() -> {
                            ProcessLogging.logger().log(Level.DEBUG, "from the child {0}", 2);
                            ProcessLogging.logger().log(Level.TRACE, "too low");
                            ChildProcess.builder().startMethod(method).name("grandkid").start(() ->
                                    ProcessLogging.logger().log(Level.ERROR, "on {0}", "purpose")).join();
                        });
                        child.join();
                    }
                    System.exit(Logger.getLogger("offspring").getHandlers().length);
                }
            }
            """;

    @Test
    void recordsOfAllGenerationsAreWrittenOnceWithLevelAndName(@TempDir Path directory) throws Exception {
        FreshJvm jvm = FreshJvm.in(directory).source("Main.java", TO_STDERR);
        for (boolean modular : new boolean[] {true, false}) {
            FreshJvm each = modular ? jvm : jvm.onClassPath();
            try (RunningProgram program = each.compileAndRun("Main", List.of("Main.java"))) {
                RunningProgram.Result result = program.awaitEnd();
                assertThat(result.stderr().lines()).containsExactly(
                        "[DEBUG/MainProcess] from the parent 1",
                        "[DEBUG/kid] from the child 2",
                        "[ERROR/grandkid] on purpose",
                        "[DEBUG/kid] from the child 2",
                        "[ERROR/grandkid] on purpose");
                assertThat(result.exitCode()).isEqualTo(1);
            }
        }
    }

    private static final String TO_HANDLERS = """
            import java.util.logging.*;
            import offspring.process.*;

            public class Main {
                static class Own extends Exception { Own(String text) { super(text); } }

                public static void main(String[] args) throws Exception {
                    ChildProcess child = ChildProcess.builder().name("kid").start(() -> {
                        Logger logger = Logger.getLogger("com.example.Shop");
                        logger.fine("below the level of the configuration");
                        logger.log(Level.WARNING, "cart {0} of {1}", new Object[] {7, "Ann's"});
                        logger.log(Level.SEVERE, "failed", new Own("no money"));
                        Logger.getAnonymousLogger().info("nameless");
                        System.getLogger("com.example.quiet").log(System.Logger.Level.DEBUG, "fine and wanted");
                        Logger.getLogger("com.example.apart").info("by its own handler");
                        System.err.println("handlers " + Logger.getLogger("").getHandlers().length);
                    });
                    child.join();
                }
            }
            """;

    private static final String CONFIGURATION = """
            handlers = java.util.logging.FileHandler
            .level = INFO
            java.util.logging.FileHandler.pattern = %1$s/all.log
            java.util.logging.FileHandler.level = ALL
            java.util.logging.FileHandler.formatter = java.util.logging.SimpleFormatter
            java.util.logging.SimpleFormatter.format = %%4$s %%3$s %%5$s%%6$s%%n
            com.example.quiet.level = FINE
            com.example.apart.handlers = java.util.logging.ConsoleHandler
            com.example.apart.useParentHandlers = false
            """;

    @ParameterizedTest
    @ValueSource(strings = {"class path", "module path"})
    void recordsReachTheParentsHandlersUnderTheirLoggersNames(String way, @TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("logging.properties"), CONFIGURATION.formatted(directory));
        FreshJvm jvm = FreshJvm.in(directory)
                .source("Main.java", TO_HANDLERS)
                .options("-Djava.util.logging.config.file=" + directory.resolve("logging.properties"));
        try (RunningProgram program = (way.equals("class path") ? jvm.onClassPath() : jvm)
                .compileAndRun("Main", List.of("Main.java"))) {
            RunningProgram.Result result = program.awaitEnd();
            assertThat(result.exitCode()).isZero();
            assertThat(result.stderr().lines()).containsExactlyInAnyOrder("handlers 1", "INFO com.example.apart [kid] by its own handler");
        }
        List<String> lines = Files.readAllLines(directory.resolve("all.log"));
        assertThat(lines).startsWith(
                "WARNING com.example.Shop [kid] cart 7 of Ann's",
                "SEVERE com.example.Shop [kid] failed",
                "Main$Own: no money");
        assertThat(lines).contains("FINE com.example.quiet [kid] fine and wanted");
        assertThat(lines).anyMatch(line -> line.endsWith("[kid] nameless"));
        assertThat(lines).anyMatch(line -> line.contains("at ") && line.contains("Main.lambda"));
        assertThat(lines).noneMatch(line -> line.contains("below the level") || line.contains("apart"));
        try (var files = Files.list(directory)) {
            assertThat(files.filter(file -> file.getFileName().toString().contains(".log"))).hasSize(1);
        }
    }

    @Test
    void childInterruptedWhileItLogsGoesOnLogging(@TempDir Path directory) throws Exception {
        FreshJvm jvm = FreshJvm.in(directory).source("Main.java", """
                import java.util.logging.*;
                import offspring.process.*;

                public class Main {
                    public static void main(String[] args) throws Exception {
                        int[] seen = new int[1];
                        Logger logger = Logger.getLogger("counted");
                        logger.setUseParentHandlers(false);
                        logger.addHandler(new Handler() {
                            public void publish(LogRecord record) { seen[0]++; }
                            public void flush() {}
                            public void close() {}
                        });
                        ChildProcess child = new ChildProcess(() -> {
                            for (int i = 0; i < 1000; i++) {
                                Thread.currentThread().interrupt();
                                Logger.getLogger("counted").info("number " + i);
                            }
                        });
                        child.start().join();
                        System.out.println(seen[0] + " " + child.exitCode().getAsInt());
                    }
                }
                """);
        try (RunningProgram program = jvm.compileAndRun("Main", List.of("Main.java"))) {
            assertThat(program.awaitEnd()).isEqualTo(new RunningProgram.Result(0, "1000 0\n", ""));
        }
    }
}
