package offspring.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import offspring.Action;
import offspring.process.StartMethod;
import offspring.testing.Eventually;
import offspring.testing.Gate;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Results, callbacks and stages. Workers are threads: what happens here happens in the parent. */
@ExtendWith(LeakCheck.class)
class AsyncResultTest {

    @TempDir
    Path directory;

    private final Pool pool =
            Pool.builder().processes(2).name("results").startMethod(StartMethod.THREAD).build();

    @AfterEach
    void close() {
        pool.close();
    }

    private AsyncResult<Integer> waiting(Gate gate, int value) {
        return pool.applyAsync((Integer a) -> {
            gate.pass("go");
            return a;
        }, value);
    }

    @Test
    void aResultTellsWhetherItIsThere() throws Exception {
        Gate gate = Gate.in(directory);
        AsyncResult<Integer> result = waiting(gate, 1);
        assertThat(result.ready()).isFalse();
        assertThat(result.isDone()).isFalse();
        assertThat(result.state()).isEqualTo(Future.State.RUNNING);
        assertThatIllegalStateException().isThrownBy(result::successful).withMessageContaining("not done");
        assertThat(result.await(Duration.ZERO)).isFalse();
        assertThat(result.await(Duration.ofNanos(-1))).isFalse();
        assertThatThrownBy(() -> result.get(Duration.ZERO)).isInstanceOf(TimeoutException.class);
        assertThatThrownBy(() -> result.get(1, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        gate.mark("go");
        assertThat(result.await(Eventually.patience())).isTrue();
        assertThat(result.ready()).isTrue();
        assertThat(result.successful()).isTrue();
        assertThat(result.get(Duration.ZERO)).isEqualTo(1);
        assertThat(result.resultNow()).isEqualTo(1);
        assertThat(result.state()).isEqualTo(Future.State.SUCCESS);
    }

    @Test
    void aFailureIsTheCauseOfWhatGetThrows() throws Exception {
        AsyncResult<Object> result = pool.applyAsync(() -> {
            throw new IllegalStateException("no");
        });
        assertThat(result.await(Eventually.patience())).isTrue();
        assertThat(result.successful()).isFalse();
        assertThatThrownBy(result::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IllegalStateException.class);
        assertThat(result.exceptionNow()).hasMessage("no");
    }

    @Test
    void callbacksHaveRunWhenGetReturns() throws Exception {
        for (int i = 0; i < 50; i++) {
            List<Object> seen = Collections.synchronizedList(new ArrayList<>());
            assertThat(pool.applyAsync((Integer a) -> a, i, seen::add, seen::add).get()).isEqualTo(i);
            assertThat(seen).containsExactly(i);
            seen.clear();
            AsyncResult<Object> failing = pool.applyAsync(
                    () -> {
                        throw new IllegalStateException("no");
                    },
                    seen::add,
                    seen::add);
            assertThatThrownBy(failing::get).isInstanceOf(ExecutionException.class);
            assertThat(seen).singleElement().isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void getFromACallbackReturnsAtOnce() throws Exception {
        CompletableFuture<AsyncResult<Integer>> itself = new CompletableFuture<>();
        List<Integer> seen = new ArrayList<>();
        AsyncResult<Integer> result = pool.applyAsync(() -> 1, value -> {
            try {
                seen.add(itself.join().get());
                seen.add(pool.apply(() -> 2));
            } catch (InterruptedException | ExecutionException failed) {
                throw new IllegalStateException(failed);
            }
        }, null);
        itself.complete(result);
        assertThat(result.get(Eventually.patience())).isEqualTo(1);
        assertThat(seen).containsExactly(1, 2);
    }

    @Test
    void aCallbackThatThrowsHarmsNothing() throws Exception {
        for (int i = 0; i < 3; i++) {
            AsyncResult<Integer> result = pool.applyAsync(() -> 1, value -> {
                throw new IllegalStateException("of the callback, expected in the log");
            }, null);
            assertThat(result.get(Eventually.patience())).isEqualTo(1);
        }
    }

    @Test
    void aSlowCallbackDelaysNoResultWithoutCallbacks() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        AsyncResult<Integer> blocked = pool.applyAsync(() -> 1, value -> awaitQuietly(slow), null);
        assertThat(pool.applyAsync(() -> 2).get(Eventually.patience())).isEqualTo(2);
        assertThat(blocked.await(Eventually.patience())).isTrue();
        assertThatThrownBy(() -> blocked.get(Duration.ofMillis(1))).isInstanceOf(TimeoutException.class);
        slow.countDown();
        assertThat(blocked.get(Eventually.patience())).isEqualTo(1);
    }

    @Test
    void slowCallbackDelaysNoDependentStage() {
        CountDownLatch slow = new CountDownLatch(1);
        AsyncResult<Integer> blocked = pool.applyAsync(() -> 1, value -> awaitQuietly(slow), null);
        AsyncResult<Integer> other = pool.applyAsync(() -> 2);
        CompletableFuture<Integer> doubled = other.thenApplyAsync(value -> 2 * value).toCompletableFuture();
        assertThat(doubled.orTimeout(Eventually.patience().toSeconds(), TimeUnit.SECONDS).join()).isEqualTo(4);
        CompletableFuture<Integer> copy = blocked.toCompletableFuture();
        assertThat(copy.orTimeout(Eventually.patience().toSeconds(), TimeUnit.SECONDS).join()).isEqualTo(1);
        assertThat(slow.getCount()).isEqualTo(1);
        slow.countDown();
    }

    /** Each of them is in the midst of what the other one would wait for. */
    @Test
    void poolCanBeClosedBySeveralStages() {
        Pool other = Pool.builder().processes(1).startMethod(StartMethod.THREAD).build();
        CyclicBarrier both = new CyclicBarrier(2);
        Action closing = () -> {
            both.await();
            other.close();
        };
        CompletableFuture<Void> first = other.applyAsync(() -> 1).toCompletableFuture().thenRun(unchecked(closing));
        CompletableFuture<Void> second = other.applyAsync(() -> 2).thenRun(unchecked(closing)).toCompletableFuture();
        CompletableFuture<Void> all = CompletableFuture.allOf(first, second);
        all.orTimeout(Eventually.patience().toSeconds(), TimeUnit.SECONDS).join();
        assertThat(other.isTerminated()).isTrue();
    }

    private static Runnable unchecked(Action action) {
        return () -> {
            try {
                action.execute();
            } catch (Exception failure) {
                throw new CompletionException(failure);
            }
        };
    }

    @Test
    void joinGivesUpOnASlowCallback() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        AsyncResult<Integer> blocked = pool.applyAsync(() -> 1, value -> awaitQuietly(slow), null);
        assertThat(blocked.await(Eventually.patience())).isTrue();
        pool.shutdown();
        Eventually.eventually("the end of the workers", pool::isTerminated);
        assertThat(pool.join(Duration.ofMillis(1))).isFalse();
        assertThat(pool.awaitTermination(0, TimeUnit.SECONDS)).isFalse();
        slow.countDown();
        assertThat(pool.join(Eventually.patience())).isTrue();
    }

    @Test
    void closeWaitsForStages() {
        List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
        try (Pool other = Pool.builder().processes(1).startMethod(StartMethod.THREAD).build()) {
            for (int i = 0; i < 10; i++) {
                other.applyAsync((Integer a) -> a, i).thenAccept(seen::add);
            }
        }
        assertThat(seen).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void closeWaitsForCallbacks() {
        List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
        try (Pool other = Pool.builder().processes(1).startMethod(StartMethod.THREAD).build()) {
            for (int i = 0; i < 10; i++) {
                other.applyAsync((Integer a) -> a, i, seen::add, null);
            }
        }
        assertThat(seen).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void dependentStagesRunOnTheCallbackThread() {
        AsyncResult<Integer> result = pool.applyAsync(() -> 20);
        AtomicReference<String> thread = new AtomicReference<>();
        CompletableFuture<Integer> stage = result.thenApply(value -> {
                    thread.set(Thread.currentThread().getName());
                    return value + 1;
                })
                .thenCombine(pool.applyAsync(() -> 21), Integer::sum)
                .toCompletableFuture();
        assertThat(stage.join()).isEqualTo(42);
        assertThat(thread.get()).isEqualTo("results-callbacks");
        assertThat(result.thenCompose(value -> pool.applyAsync((Integer a) -> a + 1, value)).toCompletableFuture().join())
                .isEqualTo(21);
    }

    @Test
    void aCopyDoesNotTouchTheTask() throws Exception {
        Gate gate = Gate.in(directory);
        AsyncResult<Integer> result = waiting(gate, 1);
        assertThat(result.toCompletableFuture().cancel(true)).isTrue();
        assertThat(result.toCompletableFuture().complete(5)).isTrue();
        assertThat(result.isCancelled()).isFalse();
        CompletableFuture<Integer> copy = result.toCompletableFuture();
        gate.mark("go");
        assertThat(copy.get()).isEqualTo(1);
        assertThat(result.get()).isEqualTo(1);
    }

    @Test
    void stagesOfACancelledResultAreCancelled() throws Exception {
        Gate gate = Gate.in(directory);
        List<Throwable> seen = Collections.synchronizedList(new ArrayList<>());
        AsyncResult<Integer> result = pool.applyAsync(
                () -> {
                    gate.pass("go");
                    return 1;
                },
                null,
                seen::add);
        CompletableFuture<Integer> copy = result.toCompletableFuture();
        result.cancel(true);
        assertThatThrownBy(copy::get).isInstanceOf(CancellationException.class);
        assertThatThrownBy(result::get).isInstanceOf(CancellationException.class);
        assertThat(seen).singleElement().isInstanceOf(CancellationException.class);
        gate.mark("go");
    }

    @Test
    void resultsAreHandedOutInTheOrderInWhichTheyFinish() throws Exception {
        Gate gate = Gate.in(directory);
        AsyncResult<Integer> slow = waiting(gate, 1);
        AsyncResult<Integer> quick = pool.applyAsync(() -> 2);
        Iterator<AsyncResult<Integer>> finished = AsyncResult.asCompleted(List.of(slow, quick, quick));
        assertThat((Object) finished.next()).isSameAs(quick);
        gate.mark("go");
        assertThat((Object) finished.next()).isSameAs(slow);
        assertThat(finished.hasNext()).isFalse();
    }

    @Test
    void anInterruptedWaitLeavesThePoolUsable() throws Exception {
        Gate gate = Gate.in(directory);
        AsyncResult<Integer> result = waiting(gate, 1);
        Thread.currentThread().interrupt();
        assertThatThrownBy(result::get).isInstanceOf(InterruptedException.class);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> pool.apply((Integer a) -> {
                    gate.pass("go");
                    return a;
                }, 2))
                .isInstanceOf(InterruptedException.class);
        Thread.currentThread().interrupt();
        Iterator<AsyncResult<Integer>> finished = AsyncResult.asCompleted(List.of(result));
        assertThatThrownBy(finished::next).isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
        gate.mark("go");
        assertThat(finished.next().get(Eventually.patience())).isEqualTo(1);
        assertThat(pool.apply(() -> 3)).isEqualTo(3);
    }

    @Test
    void manyVirtualThreadsWaitWithoutStarvingEachOther() throws Exception {
        Gate gate = Gate.in(directory);
        List<Thread> threads = new ArrayList<>();
        List<Integer> got = Collections.synchronizedList(new ArrayList<>());
        AsyncResult<Integer> result = waiting(gate, 7);
        for (int i = 0; i < 200; i++) {
            threads.add(Thread.startVirtualThread(() -> {
                try {
                    got.add(result.get());
                } catch (InterruptedException | ExecutionException failed) {
                    throw new IllegalStateException(failed);
                }
            }));
        }
        Thread free = Thread.startVirtualThread(() -> got.add(-1));
        assertThat(free.join(Eventually.patience())).isTrue();
        gate.mark("go");
        for (Thread thread : threads) {
            assertThat(thread.join(Eventually.patience())).isTrue();
        }
        assertThat(got).hasSize(201);
    }
}
