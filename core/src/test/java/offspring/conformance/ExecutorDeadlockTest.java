package offspring.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import offspring.Action;
import offspring.NotShippableException;
import offspring.WorkerDiedException;
import offspring.pool.AsyncResult;
import offspring.pool.Pool;
import offspring.testing.Gate;
import offspring.testing.LeakCheck;
import offspring.testing.TestJvm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * CPython's {@code ExecutorDeadlockTest}: each case must finish.
 *
 * <p>Differs throughout: a crash fails the one task and not the pool, {@code System.exit} really
 * ends the worker, and what cannot be written is the caller's exception, at once.
 */
@ExtendWith(LeakCheck.class)
class ExecutorDeadlockTest {

    private static final Action CRASH = () -> Runtime.getRuntime().halt(77);
    private static final Action EXIT = () -> System.exit(78);

    @TempDir
    Path directory;

    private Pool pool;

    @BeforeEach
    void makePool() {
        pool = Pool.create(2);
    }

    @AfterEach
    void poolStillWorksAndEnds() throws InterruptedException {
        if (!pool.isShutdown()) {
            assertThat(pool.map(Work::square, Work.range(10))).isEqualTo(Work.squares(10));
        }
        pool.close();
    }

    @Test
    void testErrorAtTaskPickle() {
        assertThatExceptionOfType(NotShippableException.class)
                .isThrownBy(() -> pool.applyAsync(any -> 0, new Work.Unshippable("task")));
    }

    @Test
    void testExitAtTaskUnpickle() {
        assertDies(pool.applyAsync(any -> 0, new Work.WhenRead(EXIT)), 78);
    }

    @Test
    void testErrorAtTaskUnpickle() {
        AsyncResult<Integer> result = pool.applyAsync(any -> 0, new Work.WhenRead(() -> Work.failing("reading")));
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(result::get)
                .havingCause()
                .satisfies(failure -> assertThat(failure).hasStackTraceContaining("reading"));
    }

    @Test
    void testCrashAtTaskUnpickle() {
        assertDies(pool.applyAsync(any -> 0, new Work.WhenRead(CRASH)), 77);
    }

    @Test
    void testCrashDuringFuncExecOnWorker() {
        assertDies(pool.submit(CRASH), 77);
    }

    @Test
    void testExitDuringFuncExecOnWorker() {
        assertDies(pool.submit(EXIT), 78);
    }

    @Test
    void testErrorDuringFuncExecOnWorker() {
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> pool.submit(() -> Work.failing("running")).get())
                .withCauseInstanceOf(Work.SayingException.class);
    }

    @Test
    void testCrashDuringResultPickleOnWorker() {
        assertDies(pool.submit(() -> new Work.WhenWritten(CRASH)), 77);
    }

    @Test
    void testExitDuringResultPickleOnWorker() {
        assertDies(pool.submit(() -> new Work.WhenWritten(EXIT)), 78);
    }

    @Test
    void testErrorDuringResultPickleOnWorker() {
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> pool.submit(() -> new Work.Unshippable("result")).get())
                .withCauseInstanceOf(NotShippableException.class);
    }

    /** A result that its reader cannot read. */
    static final class Unreadable implements Serializable {
        private final long maker = Work.pid();

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            if (maker != Work.pid()) {
                Work.failing("reading the result");
            }
        }
    }

    @Test
    void testErrorDuringResultUnpickleInResultHandler() {
        AsyncResult<Unreadable> result = pool.submit(() -> new Unreadable());
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(result::get)
                .havingCause()
                .satisfies(failure -> assertThat(failure).hasStackTraceContaining("reading the result"));
    }

    /** A result whose reader ends its program. */
    static final class ExitsItsReader implements Serializable {
        private final long maker = Work.pid();

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            if (maker != Work.pid()) {
                System.exit(79);
            }
        }
    }

    /** A program that reads it where it asks for it, or on the pool's thread for callbacks. */
    static final class Reader {
        public static void main(String[] arguments) throws Exception {
            try (Pool pool = Pool.create(1)) {
                AsyncResult<ExitsItsReader> result = pool.submit(() -> new ExitsItsReader());
                if (arguments[0].equals("get")) {
                    result.get();
                } else {
                    result.thenAccept(value -> System.out.println("unreachable"));
                }
            }
        }
    }

    /** The program that calls it ends: nobody catches {@code System.exit}, and nobody waits for who is in it. */
    @ParameterizedTest
    @ValueSource(strings = {"get", "stage"})
    void testExitDuringResultUnpickleInResultHandler(String where) throws Exception {
        try (TestJvm reader = TestJvm.start(Reader.class, where)) {
            assertThat(reader.awaitEnd()).isEqualTo(79);
            assertThat(reader.readToEnd()).isEmpty();
        }
    }

    @Test
    void testShutdownDeadlock() throws Exception {
        AsyncResult<?> result = pool.submit(CRASH);
        pool.shutdown();
        pool.join();
        assertDies(result, 77);
    }

    @Test
    void testShutdownDeadlockPickle() {
        assertThatExceptionOfType(NotShippableException.class)
                .isThrownBy(() -> pool.applyAsync(any -> 0, new Work.Unshippable("task")));
        pool.shutdown();
        pool.close();
        assertThat(pool.isTerminated()).isTrue();
    }

    @Test
    void testCrashBigData() throws Exception {
        byte[] big = new byte[1 << 20];
        List<AsyncResult<Integer>> results = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int number = i;
            results.add(pool.applyAsync(
                    bytes -> {
                        if (number == 0) {
                            CRASH.execute();
                        }
                        return bytes.length;
                    },
                    big));
        }
        assertDies(results.getFirst(), 77);
        for (AsyncResult<Integer> result : results.subList(1, 20)) {
            assertThat(result.get()).isEqualTo(big.length);
        }
    }

    /** The case's wake-up pipe does not exist; what remains is that fast submissions never block for good. */
    @Test
    void testGh105829ShouldNotDeadlockIfWakeupPipeFull() throws Exception {
        Gate gate = Gate.in(directory);
        List<AsyncResult<Integer>> results = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            results.add(pool.submit(() -> Work.passing(gate, 0)));
        }
        for (int i = 0; i < 100_000; i++) {
            results.add(pool.submit(() -> 0));
        }
        gate.mark("open");
        for (AsyncResult<Integer> result : results) {
            assertThat(result.get(60, TimeUnit.SECONDS)).isZero();
        }
    }

    private static void assertDies(AsyncResult<?> result, int code) {
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(result::get)
                .havingCause()
                .isInstanceOfSatisfying(WorkerDiedException.class, death -> {
                    assertThat(death.exitStatus().code()).isEqualTo(code);
                    assertThat(death.pid()).isPositive();
                });
    }
}
