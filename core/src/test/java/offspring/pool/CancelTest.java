package offspring.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import offspring.process.StartMethod;
import offspring.testing.Eventually;
import offspring.testing.Family;
import offspring.testing.Gate;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Cancelling what waits and what runs, with real workers. */
@ExtendWith(LeakCheck.class)
class CancelTest {

    @TempDir
    Path directory;

    private static long pid() {
        return ProcessHandle.current().pid();
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void aTaskThatHasNotBegunNeverRuns(StartMethod method) throws Exception {
        Gate gate = Gate.in(directory);
        try (Pool pool = Pool.builder().processes(1).startMethod(method).build()) {
            AsyncResult<?> running = pool.submit(() -> {
                gate.mark("running");
                gate.pass("go");
            });
            List<AsyncResult<?>> waiting = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                waiting.add(pool.submit(() -> gate.mark("never")));
            }
            gate.awaitMark("running");
            waiting.forEach(result -> assertThat(result.cancel(false)).isTrue());
            gate.mark("go");
            running.get(Eventually.patience());
            assertThat(pool.apply(() -> 1)).isEqualTo(1);
            assertThat(gate.marks()).doesNotContain("never");
            assertThat(waiting).allSatisfy(result -> {
                assertThat(result.isCancelled()).isTrue();
                assertThat(result.ready()).isTrue();
                assertThatThrownBy(result::get).isInstanceOf(CancellationException.class);
            });
        }
    }

    @Test
    void aRunningTaskIsInterruptedAndTheWorkerLives() throws Exception {
        Gate gate = Gate.in(directory);
        try (Pool pool = Pool.create(1)) {
            long pid = pool.apply(CancelTest::pid);
            for (int i = 0; i < 5; i++) {
                String round = "round" + i;
                AsyncResult<?> result = pool.submit(() -> {
                    gate.mark(round);
                    try {
                        gate.pass("never");
                    } catch (InterruptedException asked) {
                        gate.mark(round + "-interrupted");
                        throw asked;
                    }
                });
                gate.awaitMark(round);
                assertThat(result.cancel(true)).isTrue();
                assertThatThrownBy(result::get).isInstanceOf(CancellationException.class);
                gate.awaitMark(round + "-interrupted");
                // Not interrupted by what was meant for the task before it.
                assertThat(pool.apply(() -> Thread.currentThread().isInterrupted())).isFalse();
            }
            assertThat(pool.apply(CancelTest::pid)).isEqualTo(pid);
        }
    }

    @Test
    void aTaskThatSwallowsItsInterruptEndsAndTheWorkerGoesOn() throws Exception {
        Gate gate = Gate.in(directory);
        try (Pool pool = Pool.create(1)) {
            AsyncResult<?> result = pool.submit(() -> {
                gate.mark("running");
                try {
                    gate.pass("never");
                } catch (InterruptedException swallowed) {
                    gate.mark("swallowed");
                }
            });
            gate.awaitMark("running");
            result.cancel(true);
            assertThat(pool.apply(() -> 5)).isEqualTo(5);
            assertThat(gate.isMarked("swallowed")).isTrue();
        }
    }

    @Test
    void aTaskThatMindsNoInterruptIsKilledAndItsWorkerReplaced() throws Exception {
        Gate gate = Gate.in(directory);
        try (Pool pool = Pool.create(1)) {
            AsyncResult<?> result = pool.submit(() -> {
                gate.markPid("pid");
                while (true) {
                    Thread.onSpinWait();
                }
            });
            long pid = gate.awaitPid("pid");
            AsyncResult<Long> behind = pool.applyAsync(CancelTest::pid);
            assertThat(result.cancel(true)).isTrue();
            assertThatThrownBy(result::get).isInstanceOf(CancellationException.class);
            Family.awaitDeath(pid);
            assertThat(behind.get(Eventually.patience())).isNotEqualTo(pid);
        }
    }

    @Test
    void cancelWithoutInterruptLetsARunningTaskFinishAndDropsItsOutcome() throws Exception {
        Gate gate = Gate.in(directory);
        try (Pool pool = Pool.create(1)) {
            AsyncResult<?> result = pool.submit(() -> {
                gate.mark("running");
                gate.pass("go");
                gate.mark("finished");
            });
            gate.awaitMark("running");
            assertThat(result.cancel(false)).isTrue();
            assertThatThrownBy(result::get).isInstanceOf(CancellationException.class);
            gate.mark("go");
            gate.awaitMark("finished");
            assertThat(pool.apply(() -> 1)).isEqualTo(1);
        }
    }

    @Test
    void theRestOfACancelledMapDoesNotRun() throws Exception {
        Gate gate = Gate.in(directory);
        try (Pool pool = Pool.create(1)) {
            AsyncResult<List<Integer>> result = pool.mapAsync(
                    (Integer a) -> {
                        gate.count("run");
                        gate.mark("running");
                        gate.pass("go");
                        return a;
                    },
                    IntStream.range(0, 100).boxed().toList(),
                    50);
            gate.awaitMark("running");
            assertThat(result.cancel(true)).isTrue();
            gate.mark("go");
            assertThat(pool.apply(() -> 1)).isEqualTo(1);
            assertThat(gate.counted("run")).isEqualTo(1);
        }
    }

    @Test
    void whatIsDoneCannotBeCancelled() throws Exception {
        try (Pool pool = Pool.builder().processes(1).startMethod(StartMethod.THREAD).build()) {
            AsyncResult<Integer> result = pool.applyAsync(() -> 1);
            assertThat(result.get()).isEqualTo(1);
            assertThat(result.cancel(true)).isFalse();
            assertThat(result.isCancelled()).isFalse();
        }
    }

    @Test
    void terminateEndsBusyWorkersAndCancelsWhatTheyRan() throws Exception {
        Gate gate = Gate.in(directory);
        Pool pool = Pool.create(2);
        AsyncResult<?> running = pool.submit(() -> {
            gate.markPid("pid");
            while (true) {
                Thread.onSpinWait();
            }
        });
        AsyncResult<List<Integer>> waiting = pool.mapAsync((Integer a) -> a, List.of(1, 2, 3), 1);
        ResultIterator<Integer> iterator = pool.imap((Integer a) -> a, () -> IntStream.iterate(0, i -> i + 1).iterator());
        long pid = gate.awaitPid("pid");
        pool.terminate();
        assertThatThrownBy(running::get).isInstanceOf(CancellationException.class);
        assertThat(waiting.ready()).isTrue();
        assertThatThrownBy(() -> {
                    while (true) {
                        iterator.next();
                    }
                })
                .isInstanceOf(CancellationException.class);
        assertThat(pool.join(Eventually.patience())).isTrue();
        Family.awaitDeath(pid);
        pool.terminate();
        pool.close();
    }
}
