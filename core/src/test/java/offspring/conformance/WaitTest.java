package offspring.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import offspring.process.ChildProcess;
import offspring.process.StartMethod;
import offspring.sync.Waitable;
import offspring.testing.Bodies;
import offspring.testing.LeakCheck;
import offspring.testing.Notebook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** CPython's {@code TestWait}, as far as sentinels go. */
@ExtendWith(LeakCheck.class)
class WaitTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testWait(StartMethod method) throws Exception {
        List<ChildProcess> children = IntStream.range(0, 4)
                .mapToObj(i -> ChildProcess.builder().startMethod(method).start(() -> {}))
                .toList();
        List<Waitable> open = new ArrayList<>(children.stream().map(ChildProcess::sentinel).toList());
        Set<Waitable> ended = new HashSet<>();
        while (!open.isEmpty()) {
            List<Waitable> ready = Waitable.waitForAny(open);
            assertThat(ready).isNotEmpty();
            ended.addAll(ready);
            open.removeAll(ready);
        }
        assertThat(ended).hasSize(4);
        assertThat(children).noneMatch(ChildProcess::isAlive);
    }

    /** CPython's case mixes sentinels with connections: {@link PipeWaitTest}, {@link RemoteConnectionTest}. */
    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testWaitInteger(StartMethod method) throws Exception {
        Notebook notes = Notebook.in(directory);
        ChildProcess first = ChildProcess.builder().startMethod(method).start(() -> notes.await("first"));
        ChildProcess second = ChildProcess.builder().startMethod(method).start(() -> notes.await("second"));
        List<Waitable> both = List.of(first.sentinel(), second.sentinel());
        assertThat(Waitable.waitForAny(both, Duration.ofMillis(20))).isEmpty();
        notes.say("first");
        assertThat(Waitable.waitForAny(both)).containsExactly(first.sentinel());
        assertThat(Waitable.waitForAny(both)).as("level-triggered").containsExactly(first.sentinel());
        notes.say("second");
        assertThat(Waitable.waitForAny(List.of(second.sentinel()))).containsExactly(second.sentinel());
        assertThat(Waitable.waitForAny(both)).containsExactlyElementsOf(both);
    }

    @Test
    void testWaitTimeout() throws Exception {
        Notebook notes = Notebook.in(directory);
        ChildProcess child = new ChildProcess(() -> notes.await("go")).start();
        long start = System.nanoTime();
        assertThat(Waitable.waitForAny(List.of(child.sentinel()), Duration.ofMillis(80))).isEmpty();
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(80_000_000);
        notes.say("go");
        assertThat(Waitable.waitForAny(List.of(child.sentinel()), Duration.ofSeconds(30))).hasSize(1);
    }

    @Test
    void testNegTimeout() throws Exception {
        ChildProcess child = new ChildProcess(Bodies::block).start();
        assertThat(Waitable.waitForAny(List.of(child.sentinel()), Duration.ofSeconds(-1))).isEmpty();
        assertThat(Waitable.waitForAny(List.of(child.sentinel()), Duration.ZERO)).isEmpty();
        child.kill();
        child.join();
    }
}
