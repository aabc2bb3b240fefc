package offspring.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import offspring.launch.StandbyShelf;
import offspring.process.ChildProcess;
import offspring.process.StartMethod;
import offspring.testing.Bodies;
import offspring.testing.Eventually;
import offspring.testing.Family;
import offspring.testing.FreshJvm;
import offspring.testing.LeakCheck;
import offspring.testing.Notebook;
import offspring.testing.RunningProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A JVM booted ahead of need runs one process and ends. */
@ExtendWith(LeakCheck.class)
class StandbyTest {

    static int touched;

    @TempDir
    Path directory;

    @Test
    void childrenShareNoPidNoStaticFieldNoPropertyNoThread() throws Exception {
        Notebook notes = Notebook.in(directory);
        int taken = 0;
        for (int i = 0; i < 6; i++) {
            if (i > 0) {
                awaitSpare();
            }
            List<Long> waiting = spares();
            ChildProcess child = ChildProcess.builder().startMethod(StartMethod.STANDBY).start(() -> {
                notes.say(ProcessHandle.current().pid() + " " + touched++ + " " + System.getProperty("touched") + " "
                        + Thread.getAllStackTraces().keySet().stream().anyMatch(t -> t.getName().equals("left"))
                        + " " + Thread.currentThread().isInterrupted() + " " + Thread.currentThread().getName());
                System.setProperty("touched", "yes");
                Thread.currentThread().interrupt();
                Thread.ofPlatform().name("left").daemon().start(() -> notes.await("never"));
            });
            taken += waiting.contains(child.pid()) ? 1 : 0;
            child.join();
            assertThat(child.exitCode()).hasValue(0);
        }
        assertThat(taken).as("of five, one of which may have been seen before it was on the shelf").isBetween(4, 5);
        Set<String> pids = new HashSet<>();
        assertThat(notes.lines()).hasSize(6).allMatch(line -> line.endsWith(" 0 null false false main"));
        notes.lines().forEach(line -> pids.add(line.substring(0, line.indexOf(' '))));
        assertThat(pids).hasSize(6);
    }

    @Test
    void spareThatIsKilledBeforeItsJobIsReplacedUnnoticed() throws Exception {
        ChildProcess.builder().startMethod(StartMethod.STANDBY).start(() -> {}).join();
        for (int i = 0; i < 3; i++) {
            awaitSpare();
            for (long spare : spares()) {
                ProcessHandle.of(spare).ifPresent(ProcessHandle::destroyForcibly);
                Family.awaitDeath(spare);
            }
            ChildProcess child = ChildProcess.builder().startMethod(StartMethod.STANDBY).start(() -> System.exit(12));
            child.join();
            assertThat(child.exitCode()).hasValue(12);
        }
    }

    @Test
    void aShelfThatWasClearedStaysEmptyUntilTheNextStart() throws Exception {
        ChildProcess first = ChildProcess.builder().startMethod(StartMethod.STANDBY).start(() -> {});
        Eventually.eventually("spares are about to be booted", () -> isAwaitingQuiet() || spares().size() > 1);
        StandbyShelf.clear();
        first.join();
        // Longer than it waits for quiet: whoever would boot one now has decided by then.
        ChildProcess child = ChildProcess.builder().startMethod(StartMethod.SPAWN).start(() -> Bodies.block());
        child.join(Duration.ofSeconds(1));
        // What was being booted then is dismissed a moment later; what is on the shelf stays.
        Eventually.eventuallyAsserted(() -> assertThat(spares()).containsOnlyOnce(child.pid()).hasSize(1));
        child.kill();
        child.join();
        Eventually.eventuallyAsserted(() -> assertThat(spares()).isEmpty());
    }

    private static boolean isAwaitingQuiet() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("offspring-standby")
                        && thread.getState() == Thread.State.TIMED_WAITING);
    }

    private static void awaitSpare() {
        Eventually.eventually("a spare, which needs 256 MiB of free memory", () -> !spares().isEmpty());
    }

    /** The JVMs below this one, none of which has a job when no child is active. */
    private static List<Long> spares() {
        return Family.descendants(ProcessHandle.current().pid()).stream()
                .filter(member -> !member.isDead() && member.command().contains("offspring.child.ChildMain"))
                .map(Family.Member::pid)
                .toList();
    }

    @Test
    void manyAtOnceComePartlyFromTheShelfAndAllRun() throws Exception {
        Notebook notes = Notebook.in(directory);
        List<ChildProcess> children = IntStream.range(0, 6)
                .mapToObj(i -> ChildProcess.builder().startMethod(StartMethod.STANDBY).start(() -> notes.say("ran " + i)))
                .toList();
        for (ChildProcess child : children) {
            child.join();
            assertThat(child.exitCode()).hasValue(0);
        }
        assertThat(notes.lines()).hasSize(6).doesNotHaveDuplicates();
    }

    private static final String PRELOADS =
            """
            import java.nio.file.*;
            import offspring.process.*;

            public class Preloads {
                static class Loud {
                    static {
                        try {
                            Files.createFile(Path.of("loud-" + ProcessHandle.current().pid()));
                        } catch (java.io.IOException impossible) {
                            throw new AssertionError(impossible);
                        }
                    }
                }

                public static void main(String[] arguments) throws Exception {
                    StartMethod.preload(Loud.class);
                    ChildProcess.builder().startMethod(StartMethod.STANDBY).start(() -> {}).join();
                    System.in.read();
                    ChildProcess.builder().startMethod(StartMethod.STANDBY)
                            .start(() -> System.out.println(ProcessHandle.current().pid())).join();
                }
            }
            """;

    @Test
    void aSpareInitializesWhatWasPreloadedBeforeItHasAJob() throws Exception {
        try (RunningProgram program = FreshJvm.in(directory)
                .source("Preloads.java", PRELOADS)
                .compileAndRun("Preloads", List.of("Preloads.java"))) {
            Eventually.eventually("a spare that has", () -> !loud().isEmpty());
            assertThat(loud()).doesNotContain(program.pid());
            program.write("\n");
            RunningProgram.Result result = program.awaitEnd();
            assertThat(result.exitCode()).as(result.stderr()).isZero();
            assertThat(loud()).contains(Long.parseLong(result.lines().getFirst()));
        }
    }

    private List<Long> loud() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("loud-"))
                    .map(name -> Long.parseLong(name.substring("loud-".length())))
                    .toList();
        }
    }
}
