package offspring.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import offspring.ExitStatus;
import offspring.PoolBrokenException;
import offspring.WorkerDiedException;
import offspring.testing.Eventually;
import offspring.testing.Family;
import offspring.testing.Gate;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Workers that die, and initializers that fail. */
@ExtendWith(LeakCheck.class)
class PoolFailureTest {

    @TempDir
    Path directory;

    private static void killSelf() {
        ProcessHandle self = ProcessHandle.current();
        try {
            new ProcessBuilder("kill", "-9", Long.toString(self.pid())).inheritIO().start().waitFor();
        } catch (Exception cannot) {
            throw new IllegalStateException(cannot);
        }
    }

    @Test
    void exitInATaskIsReportedAsSuchAndTheWorkerReplaced() throws Exception {
        try (Pool pool = Pool.builder().processes(1).name("exits").build()) {
            long pid = pool.apply(() -> ProcessHandle.current().pid());
            assertThatThrownBy(() -> pool.apply(() -> {
                        System.err.println("about to go");
                        System.exit(3);
                        return null;
                    }))
                    .isInstanceOfSatisfying(WorkerDiedException.class, died -> {
                        assertThat(died.exitStatus()).isEqualTo(new ExitStatus(3));
                        assertThat(died.pid()).isEqualTo(pid);
                        assertThat(died.processName()).isEqualTo("exits-worker-1");
                        assertThat(died.taskLabel()).isEqualTo("2 (" + PoolFailureTest.class.getName() + " lambda)");
                        assertThat(died.stderrTail()).contains("about to go");
                        assertThat(died)
                                .hasMessageStartingWith("cannot finish task 2 (")
                                .hasMessageContaining("exits-worker-1 (pid " + pid + ")")
                                .hasMessageContaining("exited with code 3")
                                .hasMessageContaining("System.exit(3)")
                                .hasMessageEndingWith("last stderr line: about to go");
                    });
            assertThat(pool.apply(() -> ProcessHandle.current().pid())).isNotEqualTo(pid);
        }
    }

    @Test
    void aKilledWorkerFailsOnlyTheItemItWasAt() throws Exception {
        try (Pool pool = Pool.create(2)) {
            AsyncResult<List<Integer>> result = pool.mapAsync(
                    (Integer a) -> {
                        if (a == 40) {
                            killSelf();
                        }
                        return a;
                    },
                    IntStream.range(0, 100).boxed().toList());
            assertThatThrownBy(() -> result.get(Eventually.patience()))
                    .cause()
                    .isInstanceOfSatisfying(WorkerDiedException.class, died -> {
                        assertThat(died.exitStatus()).isEqualTo(new ExitStatus(-9));
                        assertThat(died.taskLabel()).startsWith("1, item 40 (");
                        assertThat(died).hasNoSuppressedExceptions();
                    });
        }
    }

    @Test
    void everyOtherItemOfAnIteratorIsDeliveredWhenWorkersDie() {
        try (Pool pool = Pool.create(2);
                ResultIterator<Integer> results = pool.imap(
                        (Integer a) -> {
                            if (a % 10 == 3) {
                                Runtime.getRuntime().halt(9);
                            }
                            return a;
                        },
                        IntStream.range(0, 30).boxed().toList(),
                        5)) {
            List<Integer> delivered = new ArrayList<>();
            List<String> lost = new ArrayList<>();
            while (results.hasNext()) {
                try {
                    delivered.add(results.next());
                } catch (WorkerDiedException died) {
                    lost.add(died.taskLabel().replaceAll(" \\(.*", ""));
                }
            }
            assertThat(lost).containsExactly("1, item 3", "1, item 13", "1, item 23");
            assertThat(delivered).isEqualTo(IntStream.range(0, 30).filter(a -> a % 10 != 3).boxed().toList());
        }
    }

    @Test
    void aWorkerKilledWhileIdleIsReplacedAndNothingFails() throws Exception {
        try (Pool pool = Pool.create(1)) {
            long pid = pool.apply(() -> ProcessHandle.current().pid());
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            Family.awaitDeath(pid);
            assertThat(pool.apply(() -> ProcessHandle.current().pid())).isNotEqualTo(pid);
        }
    }

    @Test
    void tasksThatWaitedBehindADeadOneRun() throws Exception {
        Gate gate = Gate.in(directory);
        try (Pool pool = Pool.create(1)) {
            AsyncResult<?> fatal = pool.submit(() -> {
                gate.pass("go");
                Runtime.getRuntime().halt(1);
            });
            List<AsyncResult<Integer>> others = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                others.add(pool.applyAsync((Integer a) -> a, i));
            }
            gate.mark("go");
            assertThatThrownBy(() -> fatal.get(Eventually.patience())).hasCauseInstanceOf(WorkerDiedException.class);
            for (int i = 0; i < 20; i++) {
                assertThat(others.get(i).get(Eventually.patience())).isEqualTo(i);
            }
        }
    }

    @Test
    void errorsOfTheJvmInATaskAreItsFailureAndTheWorkerLives() throws Exception {
        try (Pool pool = Pool.builder().processes(1).jvmOptions("-Xmx64m").build()) {
            long pid = pool.apply(() -> ProcessHandle.current().pid());
            assertThatThrownBy(() -> pool.apply(PoolFailureTest::recurse, 1)).isInstanceOf(StackOverflowError.class);
            assertThatThrownBy(() -> pool.apply(() -> new long[100_000_000].length))
                    .isInstanceOf(OutOfMemoryError.class);
            assertThat(pool.apply(() -> ProcessHandle.current().pid())).isEqualTo(pid);
        }
    }

    private static int recurse(int depth) {
        return recurse(depth + 1) + 1;
    }

    @Test
    void anInitializerThatFailsBreaksThePoolWithItsCauseAfterAFewTries() throws Exception {
        Gate gate = Gate.in(directory);
        try (Pool pool = Pool.builder()
                .processes(2)
                .initializer(() -> {
                    gate.count("tried");
                    throw new IllegalStateException("no database");
                })
                .build()) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> pool.apply(() -> 1))
                        .isInstanceOf(PoolBrokenException.class)
                        .hasMessageContaining("no database")
                        .hasCauseInstanceOf(IllegalStateException.class);
            }
            // Three have failed, and the other was at it; if that one takes long, a further try is made now and then.
            assertThat(gate.counted("tried")).isBetween(3, 6);
        }
    }

    @Test
    void anInitializerThatEndsItsWorkerBreaksThePool() {
        try (Pool pool = Pool.builder()
                .processes(1)
                .initializer(() -> System.exit(5))
                .build()) {
            assertThatThrownBy(() -> pool.apply(() -> 1))
                    .isInstanceOf(PoolBrokenException.class)
                    .hasMessageContaining("exited with code 5");
        }
    }

    @Test
    void optionsThatNoJvmTakesBreakThePoolWithTheJvmsOwnWords() {
        try (Pool pool = Pool.builder().processes(1).jvmOptions("-XX:+NoSuchFlag").build()) {
            assertThatThrownBy(() -> pool.apply(() -> 1))
                    .isInstanceOf(PoolBrokenException.class)
                    .hasMessageContaining("NoSuchFlag");
        }
    }
}
