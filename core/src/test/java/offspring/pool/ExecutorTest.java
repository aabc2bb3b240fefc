package offspring.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import offspring.Action;
import offspring.NotShippableException;
import offspring.Task;
import offspring.process.StartMethod;
import offspring.testing.Eventually;
import offspring.testing.Gate;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A pool where an {@code ExecutorService} is expected. Workers are threads. */
@ExtendWith(LeakCheck.class)
class ExecutorTest {

    @TempDir
    Path directory;

    private final Pool pool =
            Pool.builder().processes(2).startMethod(StartMethod.THREAD).build();

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void lambdasWrittenAtTheCallShip() throws Exception {
        Gate gate = Gate.in(directory);
        assertThat(pool.submit(() -> 5).get()).isEqualTo(5);
        assertThat(pool.submit(() -> gate.mark("a")).get()).isNull();
        Object stays = new Object();
        assertThat(pool.submit(() -> gate.mark("b"), stays).get()).isSameAs(stays);
        pool.execute(() -> gate.mark("c"));
        gate.awaitMark("c");
        assertThat(gate.marks()).contains("a", "b");
    }

    @Test
    void tasksAndActionsShipAsCallablesAndRunnables() throws Exception {
        Gate gate = Gate.in(directory);
        ExecutorService executor = pool;
        Task<Integer> task = () -> 5;
        Action action = () -> gate.mark("a");
        assertThat(executor.submit((Callable<Integer>) task).get()).isEqualTo(5);
        assertThat(executor.submit((Runnable) action).get()).isNull();
        assertThat(executor.submit((Runnable) action, "x").get()).isEqualTo("x");
        executor.execute((Runnable) action);
        gate.awaitMark("a");
    }

    @Test
    void plainLambdasAreRefusedAtOnceWithTheFix() {
        Callable<Integer> callable = () -> 1;
        Runnable runnable = () -> {};
        assertThatThrownBy(() -> pool.submit(callable))
                .isInstanceOf(NotShippableException.class)
                .hasMessageContaining("Callable")
                .hasMessageContaining("offspring.Task");
        assertThatThrownBy(() -> pool.submit(runnable))
                .isInstanceOf(NotShippableException.class)
                .hasMessageContaining("Runnable")
                .hasMessageContaining("offspring.Action");
        assertThatThrownBy(() -> pool.execute(runnable)).isInstanceOf(NotShippableException.class);
        assertThatThrownBy(() -> pool.invokeAll(List.of(callable))).isInstanceOf(NotShippableException.class);
        assertThatThrownBy(() -> CompletableFuture.supplyAsync(() -> 1, pool))
                .isInstanceOf(NotShippableException.class)
                .hasMessageContaining("AsyncSupply")
                .hasMessageContaining("offspring.Action");
    }

    @Test
    void invokeAllWaitsForAll() throws Exception {
        List<Task<Integer>> tasks = new ArrayList<>(List.of(() -> 1, () -> 2));
        tasks.add(() -> {
            throw new IllegalStateException("three");
        });
        List<Future<Integer>> results = pool.invokeAll(tasks);
        assertThat(results).allSatisfy(result -> assertThat(result.isDone()).isTrue());
        assertThat(results.get(0).get()).isEqualTo(1);
        assertThat(results.get(1).get()).isEqualTo(2);
        assertThatThrownBy(() -> results.get(2).get()).hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void invokeAllCancelsWhatIsNotDoneInTime() throws Exception {
        Gate gate = Gate.in(directory);
        Task<Integer> slow = () -> {
            gate.pass("never");
            return 1;
        };
        List<Future<Integer>> results = pool.invokeAll(List.of(slow, slow, slow), 10, TimeUnit.MILLISECONDS);
        assertThat(results).hasSize(3).allSatisfy(result -> assertThat(result.isCancelled()).isTrue());
    }

    @Test
    void invokeAnyGivesTheFirstValueAndCancelsTheOthers() throws Exception {
        Gate gate = Gate.in(directory);
        Task<Integer> fails = () -> {
            throw new IllegalStateException("no");
        };
        Task<Integer> slow = () -> {
            gate.pass("never");
            return 1;
        };
        assertThat(pool.invokeAny(List.of(fails, slow, fails, () -> 2))).isEqualTo(2);
        assertThatThrownBy(() -> pool.invokeAny(List.of(fails, fails)))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> pool.invokeAny(List.of(slow), 1, TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
        assertThatIllegalArgumentException().isThrownBy(() -> pool.invokeAny(List.<Task<Integer>>of()));
    }

    @Test
    void afterShutdownNothingIsAcceptedAndWhatWasSubmittedIsFinished() throws Exception {
        Gate gate = Gate.in(directory);
        assertThatIllegalStateException().isThrownBy(pool::join).withMessageContaining("shutdown()");
        List<AsyncResult<Integer>> results = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            results.add(pool.applyAsync((Integer a) -> {
                gate.pass("go");
                return a;
            }, i));
        }
        assertThat(pool.isShutdown()).isFalse();
        pool.shutdown();
        assertThat(pool.isShutdown()).isTrue();
        assertThat(pool.isTerminated()).isFalse();
        assertThat(pool.join(Duration.ZERO)).isFalse();
        assertThat(pool.awaitTermination(1, TimeUnit.MILLISECONDS)).isFalse();
        assertThatThrownBy(() -> pool.submit(() -> 1))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("shut down")
                .hasMessageContaining("make a new pool");
        assertThatThrownBy(() -> pool.map((Integer a) -> a, List.of(1))).isInstanceOf(RejectedExecutionException.class);
        gate.mark("go");
        assertThat(pool.awaitTermination(Eventually.patience().toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(pool.isTerminated()).isTrue();
        for (int i = 0; i < 10; i++) {
            assertThat(results.get(i).get()).isEqualTo(i);
        }
        pool.shutdown();
        pool.join();
    }

    @Test
    void aPoolThatNeverStartedEndsAtOnce() throws Exception {
        Pool idle = Pool.create(3);
        idle.shutdown();
        idle.join();
        assertThat(idle.isTerminated()).isTrue();
        assertThat(idle.toString()).contains("3 workers").contains("ended");
    }

    @Test
    void closeThatIsInterruptedTerminates() throws Exception {
        Gate gate = Gate.in(directory);
        AsyncResult<?> result = pool.submit(() -> gate.pass("never"));
        Thread.currentThread().interrupt();
        pool.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(result.isCancelled()).isTrue();
        assertThat(pool.isTerminated()).isTrue();
    }
}
