package offspring.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import offspring.testing.Eventually;
import offspring.testing.Family;
import offspring.testing.FreshJvm;
import offspring.testing.LeakCheck;
import offspring.testing.RunningProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs with a daemon and a child that is none, ended in all the ways there are. */
@ExtendWith(LeakCheck.class)
class ProgramEndTest {

    private static final String PROGRAM =
            """
            import java.util.concurrent.locks.LockSupport;
            import offspring.process.*;

            public class Ends {
                public static void main(String[] arguments) throws Exception {
                    ChildProcess.Builder builder = ChildProcess.builder().startMethod(StartMethod.valueOf(arguments[1]));
                    ChildProcess daemon = builder.daemon(true).start(() -> {
                        System.out.println("daemon runs " + ProcessHandle.current().pid());
                        forEver();
                    });
                    long daemonPid = daemon.pid();
                    boolean waits = !arguments[0].equals("signal") && !arguments[0].equals("exit then signal");
                    builder.daemon(false).start(() -> {
                        System.out.println("other runs " + ProcessHandle.current().pid());
                        while (!waits || ProcessHandle.of(daemonPid).isPresent()) {
                            LockSupport.parkNanos(1_000_000);
                        }
                        System.out.println("other has seen the daemon end");
                    });
                    System.in.read();
                    switch (arguments[0]) {
                        case "exit", "exit then signal" -> System.exit(5);
                        case "uncaught" -> throw new IllegalStateException("on purpose");
                        case "signal" -> forEver();
                        default -> System.out.println("main returns");
                    }
                }

                static void forEver() {
                    while (true) {
                        LockSupport.park();
                    }
                }
            }
            """;

    @TempDir
    Path directory;

    private RunningProgram start(String how, String method) throws Exception {
        RunningProgram program = FreshJvm.in(directory)
                .source("Ends.java", PROGRAM)
                .compileAndRun("Ends", List.of("Ends.java"), how, method);
        program.awaitLine("daemon runs");
        program.awaitLine("other runs");
        return program;
    }

    private static long pid(RunningProgram program, String who) {
        String line = program.awaitLine(who + " runs");
        return Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
    }

    @ParameterizedTest
    @CsvSource({"return, SPAWN, 0", "return, STANDBY, 0", "exit, SPAWN, 5", "uncaught, STANDBY, 1"})
    void daemonsAreEndedThenTheOthersAwaited(String how, String method, int code) throws Exception {
        try (RunningProgram program = start(how, method)) {
            program.write("\n");
            RunningProgram.Result result = program.awaitEnd();
            assertThat(result.exitCode()).isEqualTo(code);
            assertThat(result.lines()).contains("other has seen the daemon end");
            program.awaitNoFamily();
        }
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143", "INT, 130", "HUP, 129"})
    void aSignalEndsThemAll(String signal, int code) throws Exception {
        try (RunningProgram program = start("signal", "STANDBY")) {
            program.signal(signal);
            RunningProgram.Result result = program.awaitEnd();
            assertThat(result.exitCode()).isEqualTo(code);
            assertThat(result.stderr()).isEmpty();
            program.awaitNoFamily();
        }
    }

    @Test
    void aSignalEndsThemEvenWhileAnExitAwaitsThem() throws Exception {
        try (RunningProgram program = start("exit then signal", "SPAWN")) {
            long daemon = pid(program, "daemon");
            program.write("\n");
            Family.awaitDeath(daemon);
            program.signal("INT");
            RunningProgram.Result result = program.awaitEnd();
            assertThat(result.exitCode()).isEqualTo(5);
            program.awaitNoFamily();
        }
    }

    @Test
    void whatChildrenHaveStartedEndsWithTheFirstProcess() throws Exception {
        String program =
                """
                import java.util.concurrent.locks.LockSupport;
                import offspring.process.*;

                public class Starts {
                    public static void main(String[] arguments) throws Exception {
                        ChildProcess.builder().startMethod(StartMethod.SPAWN).start(() -> {
                            ChildProcess.builder().startMethod(StartMethod.SPAWN).start(() -> {
                                new ProcessBuilder("sleep", "1000").start();
                                System.out.println("grandchild runs");
                                LockSupport.park();
                            });
                            new ProcessBuilder("sleep", "1000").start();
                            System.out.println("child runs");
                            LockSupport.park();
                        });
                        LockSupport.park();
                    }
                }
                """;
        try (RunningProgram running = FreshJvm.in(directory)
                .source("Starts.java", program)
                .compileAndRun("Starts", List.of("Starts.java"))) {
            running.awaitLine("grandchild runs");
            running.awaitLine("child runs");
            Eventually.eventually("two programs", () -> running.family().stream()
                    .filter(member -> member.command().startsWith("sleep"))
                    .count() == 2);
            running.signal("KILL");
            running.awaitNoFamily();
        }
    }

    @Test
    void nobodyIsLeftWhenTheFirstProcessIsKilledNotEvenAStoppedOne() throws Exception {
        try (RunningProgram program = start("signal", "SPAWN")) {
            long other = pid(program, "other");
            new ProcessBuilder("/bin/kill", "-STOP", Long.toString(other)).start().waitFor();
            program.signal("KILL");
            program.awaitNoFamily();
            assertThat(program.awaitEnd().exitCode()).isEqualTo(137);
        }
    }
}
