package offspring.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import offspring.pool.AsyncResult;
import offspring.pool.Pool;
import offspring.pool.WorkerInfo;
import offspring.testing.Eventually;
import offspring.testing.Family;
import offspring.testing.FreshJvm;
import offspring.testing.Gate;
import offspring.testing.LeakCheck;
import offspring.testing.RunningProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CPython's {@code ExecutorShutdownTest} and {@code ProcessPoolShutdownTest}. */
@ExtendWith(LeakCheck.class)
class ExecutorShutdownTest {

    @TempDir
    Path directory;

    @Test
    void testRunAfterShutdown() throws Exception {
        Pool pool = Pool.create(2);
        pool.shutdown();
        assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> pool.submit(() -> 1));
        pool.join();
    }

    /**
     * Differs: a program whose main has returned goes on submitting as long as other threads live; unfinished
     * tasks of a pool that nobody closed are dropped, and how many is said.
     */
    @Test
    void testInterpreterShutdown() throws Exception {
        try (RunningProgram program = FreshJvm.in(directory)
                .source("Lost.java", """
                        import module offspring;

                        void main() throws Exception {
                            Pool pool = Pool.create(1);
                            pool.submit(() -> { new CountDownLatch(1).await(); return 1; });
                            pool.submit(() -> 2);
                        }
                        """)
                .launch("Lost.java")) {
            RunningProgram.Result result = program.awaitEnd();
            assertThat(result.exitCode()).isZero();
            assertThat(result.stderr()).contains("2 unfinished tasks", "Pool-1");
            program.awaitNoFamily();
        }
    }

    /** Shutdown hooks run side by side, ours among them: the task is refused, dropped or still run, and nothing hangs. */
    @Test
    void testSubmitAfterInterpreterShutdown() throws Exception {
        try (RunningProgram program = FreshJvm.in(directory)
                .source("Late.java", """
                        import module offspring;

                        void main() throws Exception {
                            Pool pool = Pool.create(1);
                            IO.println(pool.apply(() -> "early"));
                            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                                try {
                                    IO.println(pool.apply(() -> "run"));
                                } catch (RejectedExecutionException refused) {
                                    IO.println("refused");
                                } catch (CancellationException dropped) {
                                    IO.println("dropped");
                                } catch (Exception other) {
                                    IO.println(other);
                                }
                            }));
                            System.exit(0);
                        }
                        """)
                .launch("Late.java")) {
            RunningProgram.Result result = program.awaitEnd();
            assertThat(result.lines()).hasSize(2).startsWith("early");
            assertThat(result.lines().getLast()).isIn("refused", "dropped", "run");
            assertThat(result.exitCode()).isZero();
        }
    }

    @Test
    void testHangIssue12364() throws Exception {
        Pool pool = Pool.create(4);
        List<AsyncResult<Integer>> results = new ArrayList<>();
        for (int number : Work.range(50)) {
            results.add(pool.submit(() -> Work.square(number)));
        }
        pool.shutdown();
        for (AsyncResult<Integer> result : results) {
            assertThat(result.get()).isEqualTo(Work.square(results.indexOf(result)));
        }
        pool.join();
    }

    /** After {@code shutdown()} the tasks are awaited, also by a program whose main returns. */
    @Test
    void testHangGh83386() throws Exception {
        Gate gate = Gate.in(directory);
        try (RunningProgram program = FreshJvm.in(directory)
                .source("Returns.java", """
                        import module offspring;

                        void main(String[] args) throws Exception {
                            Pool pool = Pool.create(2);
                            String mark = args[0];
                            pool.submit(() -> {
                                while (!Files.exists(Path.of(mark))) {
                                    Thread.sleep(1);
                                }
                                System.out.println("done");
                            });
                            pool.shutdown();
                            IO.println("returned");
                        }
                        """)
                .launch("Returns.java", directory.resolve("open").toString())) {
            program.awaitLine("returned");
            gate.mark("open");
            RunningProgram.Result result = program.awaitEnd();
            assertThat(result.lines()).containsExactly("returned", "done");
            assertThat(result.exitCode()).isZero();
        }
    }

    @Test
    void testHangGh94440() throws Exception {
        Pool pool = Pool.create(1);
        Gate gate = Gate.in(directory);
        AsyncResult<Integer> running = pool.submit(() -> {
            gate.mark("running");
            return Work.passing(gate, 1);
        });
        gate.awaitMark("running");
        AsyncResult<Integer> waiting = pool.submit(() -> 2);
        assertThat(waiting.cancel(false)).isTrue();
        pool.shutdown();
        gate.mark("open");
        pool.join();
        assertThat(running.get()).isEqualTo(1);
        assertThatExceptionOfType(CancellationException.class).isThrownBy(waiting::get);
    }

    /** {@code shutdownNow} is the form that cancels what waits, and here what runs as well. */
    @Test
    void testCancelFutures() throws Exception {
        Pool pool = Pool.create(2);
        List<AsyncResult<Integer>> results = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            results.add(pool.submit(() -> Work.forEver()));
        }
        pool.shutdownNow();
        pool.join();
        assertThat(results).allSatisfy(result -> {
            assertThat(result.isCancelled()).isTrue();
            assertThatExceptionOfType(CancellationException.class).isThrownBy(result::get);
        });
    }

    @Test
    void testProcessesTerminate() throws Exception {
        Pool pool = Pool.create(3);
        Gate gate = Gate.in(directory);
        for (int i = 0; i < 3; i++) {
            pool.submit(() -> Work.passing(gate, 0));
        }
        Eventually.eventually("three workers", () -> pool.workers().size() == 3);
        List<Long> pids = pool.workers().stream().map(WorkerInfo::pid).toList();
        gate.mark("open");
        pool.shutdown();
        pool.join();
        assertThat(pids).hasSize(3).noneMatch(Family::isAlive);
    }

    @Test
    void testContextManagerShutdown() throws Exception {
        List<Long> pids;
        try (Pool pool = Pool.create(2)) {
            assertThat(pool.map(Math::abs, List.of(-5, 5, -3))).containsExactly(5, 5, 3);
            pids = pool.workers().stream().map(WorkerInfo::pid).toList();
        }
        assertThat(pids).isNotEmpty().noneMatch(Family::isAlive);
    }

    @Test
    void testShutdownNoWait() throws Exception {
        Pool pool = Pool.create(2);
        AsyncResult<List<Integer>> result = pool.mapAsync(Math::abs, List.of(-5, 5, -3));
        pool.shutdown();
        assertThat(result.get()).containsExactly(5, 5, 3);
        Eventually.eventually("the pool's end", pool::isTerminated);
    }

    /** Case 1 has two workers, case 2 four. */
    @ParameterizedTest(name = "testShutdownGh132969 with {0} workers")
    @ValueSource(ints = {2, 4})
    void testShutdownGh132969(int workers) throws Exception {
        Pool pool = Pool.builder().processes(workers).maxTasksPerWorker(1).build();
        AsyncResult<Integer> failing = pool.submit(() -> Work.failing("at once"));
        AsyncResult<Integer> good = pool.submit(() -> 1);
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(failing::get)
                .withCauseInstanceOf(Work.SayingException.class);
        pool.shutdown();
        assertThat(good.get()).isEqualTo(1);
        pool.join();
    }
}
