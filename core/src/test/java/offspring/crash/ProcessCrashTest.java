package offspring.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import offspring.Action;
import offspring.ProcessStartException;
import offspring.process.ChildProcess;
import offspring.process.StartMethod;
import offspring.testing.Bodies;
import offspring.testing.Eventually;
import offspring.testing.Family;
import offspring.testing.LeakCheck;
import offspring.testing.Notebook;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The crash table of processes: each fault at each stage of a child's life, spawned and from the shelf.
 *
 * <p>In every cell the parent and a sibling go on, the next process starts, and nothing is left.
 */
@ExtendWith(LeakCheck.class)
class ProcessCrashTest {

    private static ChildProcess sibling;

    @TempDir
    Path directory;

    @BeforeAll
    static void startSibling() {
        sibling = ChildProcess.builder().startMethod(StartMethod.SPAWN).name("sibling").start(Bodies::block);
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            // Started in the background, and there for as long as the sibling is: no leak of any one cell.
            Eventually.eventually("the shell that watches over process groups", () -> Family.ofThisJvm().stream()
                    .anyMatch(member -> member.command().contains("while read -r sign group")));
        }
    }

    @AfterAll
    static void endSibling() throws InterruptedException {
        sibling.kill();
        sibling.join();
    }

    static Stream<Arguments> cells() {
        return Arrays.stream(Stage.values()).flatMap(stage -> Arrays.stream(Fault.values())
                .flatMap(fault -> Stream.of(StartMethod.SPAWN, StartMethod.STANDBY)
                        .map(method -> Arguments.of(stage, fault, method))));
    }

    @ParameterizedTest(name = "{0}: {1} ({2})")
    @MethodSource("cells")
    void cellHasItsOutcome(Stage stage, Fault fault, StartMethod method) throws Exception {
        ProcessCrashTable.Outcome outcome = ProcessCrashTable.outcome(fault, stage);
        ChildProcess child = child(stage, fault, method);
        if (outcome.words() != null) {
            ProcessStartException failure = catchThrowableOfType(ProcessStartException.class, child::start);
            assertThat(failure).hasMessageContaining("crashing").hasMessageContaining(outcome.words());
            assertThat(child.exitCode()).isEmpty();
        } else {
            child.start();
            provoke(stage, fault, child);
            child.join();
            assertThat(child.exitStatus()).hasValue(outcome.status());
            assertThat(child.exitCode()).hasValue(outcome.status().code());
        }
        assertThat(child.isAlive()).isFalse();
        assertThat(ChildProcess.active()).containsExactly(sibling);
        assertThat(sibling.isAlive()).isTrue();
        child.close();
    }

    /** What has to be done from outside. */
    private void provoke(Stage stage, Fault fault, ChildProcess child) throws InterruptedException {
        Notebook notes = new Notebook(directory.resolve("notes").toString());
        if (stage == Stage.IDLE) {
            notes.await("idle");
            switch (fault) {
                case EXCEPTION -> child.interrupt();
                case SIGKILL -> child.kill();
                case SIGTERM -> child.terminate();
                case SYSTEM_EXIT, HALT -> {}
                default -> {
                    notes.await("struck");
                    notes.say("go on");
                }
            }
        } else if (stage == Stage.CLOSING && fault == Fault.SYSTEM_EXIT) {
            // As in any JVM, exit waits there for ever.
            notes.await("closing");
            child.kill();
        }
    }

    private ChildProcess child(Stage stage, Fault fault, StartMethod method) throws IOException {
        Notebook notes = new Notebook(Files.createFile(directory.resolve("notes")).toString());
        ChildProcess.Builder builder = ChildProcess.builder().name("crashing").startMethod(method);
        if (stage == Stage.BOOTING) {
            return builder.jvmOptions(
                            "-Xmx32m",
                            "-Djava.system.class.loader=offspring.crash.BootFault",
                            "-Dcrash.fault=" + fault)
                    .unstarted(() -> {});
        }
        return builder.jvmOptions("-Xmx32m").unstarted(action(stage, fault, notes));
    }

    private static Action action(Stage stage, Fault fault, Notebook notes) {
        return switch (stage) {
            case BOOTING -> throw new IllegalArgumentException();
            case READING -> {
                StrikesWhenRead poison = new StrikesWhenRead(fault);
                yield () -> System.out.println(poison);
            }
            case RUNNING -> () -> {
                fault.strike();
                Bodies.block();
            };
            case ENDING -> () -> new Thread(() -> strikeAndBlock(fault)).start();
            case IDLE -> () -> idle(fault, notes);
            case CLOSING -> () -> Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                notes.say("closing");
                strike(fault);
            }));
        };
    }

    private static void idle(Fault fault, Notebook notes) throws InterruptedException {
        notes.say("idle");
        switch (fault) {
            case EXCEPTION, SIGKILL, SIGTERM -> Bodies.block();
            default -> {
                Thread striker = Thread.ofPlatform().daemon().start(() -> strike(fault));
                striker.join();
                notes.say("struck");
                notes.await("go on");
            }
        }
    }

    private static void strike(Fault fault) {
        try {
            fault.strike();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void strikeAndBlock(Fault fault) {
        strike(fault);
        LockSupport.park();
    }

    static final class StrikesWhenRead implements Serializable {

        private final Fault fault;

        StrikesWhenRead(Fault fault) {
            this.fault = fault;
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            strikeAndBlock(fault);
        }
    }
}
