package offspring.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import offspring.process.ChildProcess;
import offspring.process.StartMethod;
import offspring.testing.Eventually;
import offspring.testing.Family;
import offspring.testing.LeakCheck;
import offspring.testing.Notebook;
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
        for (int i = 0; i < 6; i++) {
            ChildProcess child = ChildProcess.builder().startMethod(StartMethod.STANDBY).start(() -> {
                notes.say(ProcessHandle.current().pid() + " " + touched++ + " " + System.getProperty("touched") + " "
                        + Thread.getAllStackTraces().keySet().stream().anyMatch(t -> t.getName().equals("left"))
                        + " " + Thread.currentThread().isInterrupted() + " " + Thread.currentThread().getName());
                System.setProperty("touched", "yes");
                Thread.currentThread().interrupt();
                Thread.ofPlatform().name("left").daemon().start(() -> notes.await("never"));
            });
            child.join();
            assertThat(child.exitCode()).hasValue(0);
        }
        Set<String> pids = new HashSet<>();
        assertThat(notes.lines()).hasSize(6).allMatch(line -> line.endsWith(" 0 null false false main"));
        notes.lines().forEach(line -> pids.add(line.substring(0, line.indexOf(' '))));
        assertThat(pids).hasSize(6);
    }

    @Test
    void spareThatIsKilledBeforeItsJobIsReplacedUnnoticed() throws Exception {
        ChildProcess.builder().startMethod(StartMethod.STANDBY).start(() -> {}).join();
        for (int i = 0; i < 3; i++) {
            Eventually.eventually("a spare", () -> !Family.descendants(ProcessHandle.current().pid()).isEmpty());
            for (Family.Member spare : Family.descendants(ProcessHandle.current().pid())) {
                ProcessHandle.of(spare.pid()).ifPresent(ProcessHandle::destroyForcibly);
                Family.awaitDeath(spare.pid());
            }
            ChildProcess child = ChildProcess.builder().startMethod(StartMethod.STANDBY).start(() -> System.exit(12));
            child.join();
            assertThat(child.exitCode()).hasValue(12);
        }
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
}
