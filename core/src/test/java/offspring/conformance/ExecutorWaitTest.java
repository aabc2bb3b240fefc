package offspring.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import offspring.pool.AsyncResult;
import offspring.pool.Pool;
import offspring.testing.Eventually;
import offspring.testing.Gate;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** CPython's {@code WaitTests} and {@code AsCompletedTests}: what the JDK's futures offer, with ours. */
@ExtendWith(LeakCheck.class)
class ExecutorWaitTest {

    @TempDir
    Path directory;

    private Pool pool;
    private Gate gate;

    @BeforeEach
    void makePool() {
        pool = Pool.create(3);
        gate = Gate.in(directory);
    }

    @AfterEach
    void endPool() throws Exception {
        gate.mark("open");
        pool.close();
    }

    private AsyncResult<Integer> waiting() {
        Gate shipped = gate;
        return pool.submit(() -> Work.passing(shipped, 1));
    }

    private static <A extends AsyncResult<?>> List<A> drain(Iterator<A> results) {
        List<A> drained = new ArrayList<>();
        results.forEachRemaining(drained::add);
        return drained;
    }

    @Test
    void test20369() {
        AsyncResult<Integer> result = pool.submit(() -> 1);
        assertThat(drain(AsyncResult.asCompleted(List.of(result, result)))).containsExactly(result);
    }

    @Test
    void testFirstCompleted() throws Exception {
        AsyncResult<Integer> slow = waiting();
        AsyncResult<Integer> quick = pool.submit(() -> 6);
        CompletableFuture.anyOf(slow.toCompletableFuture(), quick.toCompletableFuture()).get();
        assertThat(quick.isDone()).isTrue();
        assertThat(slow.isDone()).isFalse();
    }

    @Test
    void testFirstCompletedSomeAlreadyCompleted() throws Exception {
        AsyncResult<Integer> quick = pool.submit(() -> 6);
        quick.get();
        AsyncResult<Integer> slow = waiting();
        assertThat(CompletableFuture.anyOf(slow.toCompletableFuture(), quick.toCompletableFuture())
                        .get())
                .isEqualTo(6);
    }

    @Test
    void testFirstException() {
        AsyncResult<Integer> slow = waiting();
        AsyncResult<Integer> failing = pool.submit(() -> Work.failing("first"));
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> CompletableFuture.anyOf(slow.toCompletableFuture(), failing.toCompletableFuture())
                        .join())
                .withCauseInstanceOf(Work.SayingException.class);
        assertThat(slow.isDone()).isFalse();
    }

    @Test
    void testFirstExceptionSomeAlreadyComplete() throws Exception {
        AsyncResult<Integer> good = pool.submit(() -> 1);
        good.get();
        AsyncResult<Integer> failing = pool.submit(() -> Work.failing("later"));
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> CompletableFuture.allOf(good.toCompletableFuture(), failing.toCompletableFuture())
                        .join())
                .withCauseInstanceOf(Work.SayingException.class);
    }

    @Test
    void testFirstExceptionOneAlreadyFailed() {
        AsyncResult<Integer> failing = pool.submit(() -> Work.failing("before"));
        assertThatExceptionOfType(ExecutionException.class).isThrownBy(failing::get);
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> CompletableFuture.anyOf(failing.toCompletableFuture(), waiting().toCompletableFuture())
                        .join())
                .withCauseInstanceOf(Work.SayingException.class);
    }

    @Test
    void testAllCompleted() {
        List<AsyncResult<Integer>> results =
                List.of(pool.submit(() -> 1), pool.submit(() -> 2), pool.submit(() -> 3));
        CompletableFuture.allOf(results.stream()
                        .map(AsyncResult::toCompletableFuture)
                        .toArray(CompletableFuture[]::new))
                .join();
        assertThat(results).allMatch(AsyncResult::ready);
    }

    @Test
    void testTimeout() throws Exception {
        AsyncResult<Integer> quick = pool.submit(() -> 6);
        AsyncResult<Integer> slow = waiting();
        assertThat(quick.get()).isEqualTo(6);
        CompletableFuture<Void> both =
                CompletableFuture.allOf(quick.toCompletableFuture(), slow.toCompletableFuture());
        assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> both.get(20, TimeUnit.MILLISECONDS));
        assertThat(slow.isDone()).as("the task goes on").isFalse();
    }

    @Test
    void testNoTimeout() {
        List<AsyncResult<Integer>> results = new ArrayList<>();
        for (int number : Work.range(10)) {
            results.add(pool.submit(() -> number));
        }
        assertThat(drain(AsyncResult.asCompleted(results))).containsExactlyInAnyOrderElementsOf(results);
    }

    @Test
    void asCompletedYieldsTheFinishedBeforeTheWaiting() throws Exception {
        AsyncResult<Integer> slow = waiting();
        AsyncResult<Integer> quick = pool.submit(() -> 6);
        Iterator<AsyncResult<Integer>> order = AsyncResult.asCompleted(List.of(slow, quick));
        assertThat(order.next() == quick).isTrue();
        gate.mark("open");
        assertThat(order.next() == slow).isTrue();
        assertThat(order).isExhausted();
    }

    /** The iterator has no timeout; each result has. */
    @Test
    void testFutureTimesOut() throws Exception {
        AsyncResult<Integer> slow = waiting();
        assertThat(slow.await(Duration.ZERO)).isFalse();
        assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> slow.get(Duration.ZERO));
    }

    @Test
    void testDuplicateFutures() {
        AsyncResult<Integer> result = pool.submit(() -> 1);
        assertThat(drain(AsyncResult.asCompleted(List.of(result, result, result)))).hasSize(1);
    }

    @Test
    void testFreeReferenceYieldedFuture() {
        Iterator<AsyncResult<Integer>> order = AsyncResult.asCompleted(
                Work.range(3).stream().map(number -> pool.submit(() -> number)).toList());
        while (order.hasNext()) {
            WeakReference<AsyncResult<Integer>> yielded = new WeakReference<>(order.next());
            Eventually.eventually("the result that was handed out is collected", () -> {
                System.gc();
                return yielded.refersTo(null);
            });
        }
    }

    @Test
    void testCorrectTimeoutExceptionMsg() {
        AsyncResult<Integer> slow = waiting();
        assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(() -> slow.get(Duration.ofMillis(5)))
                .withMessageContaining("5");
    }
}
