package offspring.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future.State;
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

/** CPython's {@code FutureTests}. Futures are not made by hand here, so each case uses a real task. */
@ExtendWith(LeakCheck.class)
class FutureTest {

    @TempDir
    Path directory;

    private Pool pool;
    private Gate gate;

    @BeforeEach
    void makePool() {
        pool = Pool.create(1);
        gate = Gate.in(directory);
    }

    @AfterEach
    void endPool() throws Exception {
        gate.mark("open");
        pool.close();
    }

    private AsyncResult<Integer> running() {
        Gate shipped = gate;
        AsyncResult<Integer> result = pool.submit(() -> {
            shipped.mark("running");
            return Work.passing(shipped, 5);
        });
        gate.awaitMark("running");
        return result;
    }

    private AsyncResult<Integer> cancelled() {
        AsyncResult<Integer> result = pool.submit(() -> 1);
        result.cancel(true);
        return result;
    }

    private AsyncResult<Integer> failed() throws InterruptedException {
        AsyncResult<Integer> result = pool.submit(() -> Work.failing("failed"));
        result.await(Eventually.patience());
        return result;
    }

    private AsyncResult<Integer> finished() throws InterruptedException {
        AsyncResult<Integer> result = pool.submit(() -> 5);
        result.await(Eventually.patience());
        return result;
    }

    @Test
    void testDoneCallbackWithResult() throws Exception {
        List<Object> seen = new CopyOnWriteArrayList<>();
        AsyncResult<Integer> result = running();
        CompletableFuture<Void> stage = result.thenAccept(seen::add).toCompletableFuture();
        gate.mark("open");
        stage.get();
        assertThat(seen).containsExactly(5);
    }

    @Test
    void testDoneCallbackWithException() throws Exception {
        AsyncResult<Integer> result = pool.submit(() -> Work.failing("test"));
        Throwable seen = result.handle((value, failure) -> failure).toCompletableFuture().get();
        assertThat(seen).hasStackTraceContaining("SayingException: test");
    }

    @Test
    void testDoneCallbackWithCancel() throws Exception {
        running();
        AsyncResult<Integer> waiting = pool.submit(() -> 1);
        CompletableFuture<Throwable> seen =
                waiting.handle((value, failure) -> failure).toCompletableFuture();
        assertThat(waiting.cancel(false)).isTrue();
        assertThat(seen.get()).isInstanceOf(CancellationException.class);
    }

    @Test
    void testDoneCallbackRaises() throws Exception {
        List<Object> seen = new CopyOnWriteArrayList<>();
        AsyncResult<Integer> result = pool.applyAsync(() -> 5, value -> Work.failing("in a callback"), seen::add);
        assertThat(result.get()).isEqualTo(5);
        assertThat(pool.applyAsync(() -> 6, seen::add, seen::add).get()).isEqualTo(6);
        assertThat(seen).containsExactly(6);
    }

    @Test
    void testDoneCallbackAlreadySuccessful() throws Exception {
        AsyncResult<Integer> result = finished();
        assertThat(result.thenApply(value -> value + 1).toCompletableFuture().get()).isEqualTo(6);
    }

    @Test
    void testDoneCallbackAlreadyFailed() throws Exception {
        Throwable seen = failed().handle((value, failure) -> failure).toCompletableFuture().get();
        assertThat(seen).hasStackTraceContaining("SayingException: failed");
    }

    @Test
    void testDoneCallbackAlreadyCancelled() throws Exception {
        running();
        Throwable seen = cancelled().handle((value, failure) -> failure).toCompletableFuture().get();
        assertThat(seen).isInstanceOf(CancellationException.class);
    }

    @Test
    void testDoneCallbackRaisesAlreadySucceeded() throws Exception {
        AsyncResult<Integer> result = finished();
        assertThatCode(() -> result.thenAccept(value -> Work.failing("late"))).doesNotThrowAnyException();
        assertThat(result.get()).isEqualTo(5);
    }

    /** Differs: {@code cancel(true)} stops a running task too. */
    @Test
    void testCancel() throws Exception {
        AsyncResult<Integer> running = running();
        AsyncResult<Integer> waiting = pool.submit(() -> 1);
        assertThat(waiting.cancel(false)).isTrue();
        assertThat(waiting.cancel(false)).as("as the JDK's futures: a second time too").isTrue();
        assertThat(running.cancel(true)).isTrue();
        assertThat(finished().cancel(true)).isFalse();
        assertThat(failed().cancel(true)).isFalse();
    }

    @Test
    void testCancelled() throws Exception {
        AsyncResult<Integer> running = running();
        assertThat(running.isCancelled()).isFalse();
        assertThat(cancelled().isCancelled()).isTrue();
        gate.mark("open");
        assertThat(finished().isCancelled()).isFalse();
        assertThat(failed().isCancelled()).isFalse();
    }

    @Test
    void testDone() throws Exception {
        AsyncResult<Integer> running = running();
        assertThat(running.isDone()).isFalse();
        assertThat(cancelled().isDone()).isTrue();
        gate.mark("open");
        assertThat(finished().isDone()).isTrue();
        assertThat(failed().isDone()).isTrue();
    }

    @Test
    void testRunning() throws Exception {
        AsyncResult<Integer> running = running();
        assertThat(running.state()).isEqualTo(State.RUNNING);
        assertThat(cancelled().state()).isEqualTo(State.CANCELLED);
        gate.mark("open");
        assertThat(finished().state()).isEqualTo(State.SUCCESS);
        assertThat(failed().state()).isEqualTo(State.FAILED);
    }

    @Test
    void testResultWithTimeout() throws Exception {
        AsyncResult<Integer> running = running();
        assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> running.get(Duration.ZERO));
        AsyncResult<Integer> waiting = pool.submit(() -> 1);
        assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> waiting.get(Duration.ofMillis(-1)));
        AsyncResult<Integer> cancelled = cancelled();
        assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> cancelled.get(Duration.ZERO));
        gate.mark("open");
        assertThat(finished().get(Duration.ZERO)).isEqualTo(5);
        AsyncResult<Integer> failed = failed();
        assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> failed.get(Duration.ZERO));
    }

    @Test
    void testResultWithSuccess() throws Exception {
        AsyncResult<Integer> running = running();
        CompletableFuture<Integer> waiter = CompletableFuture.supplyAsync(() -> running.toCompletableFuture().join());
        gate.mark("open");
        assertThat(waiter.get()).isEqualTo(5);
    }

    @Test
    void testResultWithCancel() throws Exception {
        AsyncResult<Integer> running = running();
        CompletableFuture<String> waiter = CompletableFuture.supplyAsync(() -> {
            try {
                return "value " + running.get();
            } catch (CancellationException expected) {
                return "cancelled";
            } catch (InterruptedException | ExecutionException unexpected) {
                return unexpected.toString();
            }
        });
        running.cancel(true);
        assertThat(waiter.get()).isEqualTo("cancelled");
    }

    @Test
    void testExceptionWithTimeout() throws Exception {
        AsyncResult<Integer> running = running();
        assertThatIllegalStateException().isThrownBy(running::exceptionNow);
        assertThatIllegalStateException().isThrownBy(running::successful);
        gate.mark("open");
        assertThat(failed().exceptionNow()).isInstanceOf(Work.SayingException.class);
        assertThat(failed().successful()).isFalse();
        assertThat(finished().successful()).isTrue();
    }

    @Test
    void testExceptionWithSuccess() throws Exception {
        AsyncResult<Integer> running = running();
        CompletableFuture<Boolean> waiter = running.isDone()
                ? CompletableFuture.completedFuture(false)
                : running.handle((value, failure) -> failure == null).toCompletableFuture();
        gate.mark("open");
        assertThat(waiter.get()).isTrue();
    }

    /** Nobody can set a result from outside: the copy can be completed, the task's own result stays. */
    @Test
    void testMultipleSetResult() throws Exception {
        AsyncResult<Integer> running = running();
        running.toCompletableFuture().complete(1);
        assertThat(running.isDone()).isFalse();
        gate.mark("open");
        assertThat(running.get()).isEqualTo(5);
    }

    @Test
    void testMultipleSetException() throws Exception {
        AsyncResult<Integer> running = running();
        running.toCompletableFuture().completeExceptionally(new IllegalStateException());
        assertThat(running.toCompletableFuture().cancel(true)).isTrue();
        assertThat(running.isDone()).isFalse();
        gate.mark("open");
        assertThat(running.get()).isEqualTo(5);
    }
}
