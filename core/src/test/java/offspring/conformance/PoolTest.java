package offspring.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import offspring.NotShippableException;
import offspring.pool.AsyncResult;
import offspring.pool.Pool;
import offspring.pool.ResultIterator;
import offspring.process.ChildProcess;
import offspring.process.StartMethod;
import offspring.testing.Eventually;
import offspring.testing.Gate;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** CPython's {@code _TestPool}, for every start method. */
@ParameterizedClass(name = "{0}")
@EnumSource(StartMethod.class)
@ExtendWith(LeakCheck.class)
class PoolTest {

    @Parameter
    StartMethod method;

    @TempDir
    Path directory;

    private Gate gate;
    private Pool pool;

    @BeforeEach
    void makePool() {
        gate = Gate.in(directory);
        pool = pool(4);
    }

    @AfterEach
    void endPool() throws InterruptedException {
        pool.terminate();
        pool.join();
    }

    private Pool pool(int processes) {
        return Pool.builder().processes(processes).startMethod(method).build();
    }

    @Test
    void testApply() throws Exception {
        assertThat(pool.apply(Work::square, 5)).isEqualTo(25);
        assertThat(pool.apply(Work::multiply, 5, 3)).isEqualTo(15);
        assertThat(pool.apply(() -> "no argument")).isEqualTo("no argument");
    }

    @Test
    void testMap() throws Exception {
        assertThat(pool.map(Work::square, Work.range(10))).isEqualTo(Work.squares(10));
        assertThat(pool.map(Work::square, Work.range(100), 20)).isEqualTo(Work.squares(100));
    }

    @Test
    void testStarmap() throws Exception {
        assertThat(pool.starmap(Work::multiply, pairs(10))).isEqualTo(Work.squares(10));
        assertThat(pool.starmap(Work::multiply, pairs(100), 20)).isEqualTo(Work.squares(100));
    }

    @Test
    void testStarmapAsync() throws Exception {
        assertThat(pool.starmapAsync(Work::multiply, pairs(100)).get()).isEqualTo(Work.squares(100));
    }

    @Test
    void testMapAsync() throws Exception {
        assertThat(pool.mapAsync(Work::square, Work.range(100)).get()).isEqualTo(Work.squares(100));
    }

    @Test
    void testMapAsyncCallbacks() throws Exception {
        List<Object> calls = new ArrayList<>();
        AsyncResult<List<Integer>> good = pool.mapAsync(Work::square, Work.range(3), calls::add, calls::add);
        assertThat(good.get()).isEqualTo(Work.squares(3));
        assertThat(calls).containsExactly(Work.squares(3));
        calls.clear();
        AsyncResult<List<Integer>> bad =
                pool.mapAsync(text -> Work.failing(text), List.of("x"), calls::add, calls::add);
        assertThatThrownBy(bad::get).isInstanceOf(ExecutionException.class);
        assertThat(calls).singleElement().isInstanceOf(Work.SayingException.class);
    }

    @Test
    void testMapUnpicklable() throws Exception {
        List<Work.Unshippable> items = List.of(new Work.Unshippable("a"), new Work.Unshippable("b"));
        assertThatExceptionOfType(NotShippableException.class)
                .isThrownBy(() -> pool.map(item -> item.name, items))
                .withMessageContaining("Unshippable");
        assertThat(pool.apply(Work::square, 4)).isEqualTo(16);
    }

    @Test
    void testMapChunksize() throws Exception {
        assertThat(pool.mapAsync(Work::square, List.of(), 1).get()).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> pool.map(Work::square, List.of(1), 0));
    }

    @Test
    void testMapHandleIterableException() throws Exception {
        assertThatExceptionOfType(Work.SayingException.class)
                .isThrownBy(() -> pool.map(Work::square, new Work.FailingAt(1)));
        assertThatExceptionOfType(Work.SayingException.class)
                .isThrownBy(() -> pool.map(Work::square, new Work.FailingAt(10), 3));
        assertThat(pool.apply(Work::square, 4)).isEqualTo(16);
    }

    @Test
    void testAsync() throws Exception {
        Gate shipped = gate;
        AsyncResult<Integer> result = pool.applyAsync(() -> Work.passing(shipped, 49));
        assertThat(result.ready()).isFalse();
        gate.mark("open");
        assertThat(result.get()).isEqualTo(49);
    }

    @Test
    void testAsyncTimeout() throws Exception {
        Gate shipped = gate;
        AsyncResult<Integer> result = pool.applyAsync(() -> Work.passing(shipped, 1));
        assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> result.get(Duration.ofMillis(20)));
        assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> result.get(Duration.ZERO));
        gate.mark("open");
        assertThat(result.get(Eventually.patience())).isEqualTo(1);
    }

    @Test
    void testImap() {
        try (ResultIterator<Integer> results = pool.imap(Work::square, Work.range(10))) {
            assertThat(results).toIterable().containsExactlyElementsOf(Work.squares(10));
            assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(results::next);
        }
        try (ResultIterator<Integer> results = pool.imap(Work::square, Work.range(1000), 100)) {
            assertThat(results).toIterable().containsExactlyElementsOf(Work.squares(1000));
        }
    }

    @Test
    void testImapHandleIterableException() {
        for (int chunkSize : new int[] {1, 2, 3}) {
            try (ResultIterator<Integer> results = pool.imap(Work::square, new Work.FailingAt(3), chunkSize)) {
                assertThat(List.of(results.next(), results.next(), results.next())).isEqualTo(Work.squares(3));
                assertThatExceptionOfType(Work.SayingException.class).isThrownBy(results::next);
            }
        }
    }

    @Test
    void testImapUnordered() {
        try (ResultIterator<Integer> results = pool.imapUnordered(Work::square, Work.range(10))) {
            assertThat(results).toIterable().containsExactlyInAnyOrderElementsOf(Work.squares(10));
        }
        try (ResultIterator<Integer> results = pool.imapUnordered(Work::square, Work.range(1000), 100)) {
            assertThat(results).toIterable().containsExactlyInAnyOrderElementsOf(Work.squares(1000));
        }
    }

    @Test
    void testImapUnorderedHandleIterableException() {
        List<Integer> delivered = new ArrayList<>();
        try (ResultIterator<Integer> results = pool.imapUnordered(Work::square, new Work.FailingAt(10))) {
            assertThatExceptionOfType(Work.SayingException.class).isThrownBy(() -> {
                while (results.hasNext()) {
                    delivered.add(results.next());
                }
            });
        }
        assertThat(Work.squares(10)).containsAll(delivered);
    }

    @Test
    void testMakePool() throws Exception {
        assertThatIllegalArgumentException().isThrownBy(() -> pool(0));
        assertThatIllegalArgumentException().isThrownBy(() -> pool(-1));
        try (Pool three = pool(3)) {
            Gate shipped = gate;
            List<AsyncResult<Integer>> results = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                int number = i;
                results.add(three.applyAsync(() -> {
                    shipped.mark("here" + number);
                    return Work.passing(shipped, number);
                }));
            }
            Work.range(3).forEach(number -> gate.awaitMark("here" + number));
            assertThat(three.workers()).hasSize(3);
            gate.mark("open");
            for (AsyncResult<Integer> result : results) {
                assertThat(result.get()).isEqualTo(results.indexOf(result));
            }
        }
    }

    @Test
    void testTerminate() throws Exception {
        AsyncResult<List<Integer>> result = pool.mapAsync(x -> Work.forEver(), Work.range(100), 1);
        pool.terminate();
        pool.join();
        assertThatExceptionOfType(CancellationException.class).isThrownBy(result::get);
    }

    @Test
    void testEmptyIterable() throws Exception {
        assertThat(pool.map(Work::square, List.of())).isEmpty();
        assertThat(pool.imap(Work::square, List.of())).isExhausted();
        assertThat(pool.imapUnordered(Work::square, List.of())).isExhausted();
        assertThat(pool.mapAsync(Work::square, List.<Integer>of()).get()).isEmpty();
    }

    /** Differs: leaving the block lets tasks end, as every {@code ExecutorService} does. */
    @Test
    void testContext() throws Exception {
        Pool mine = pool(2);
        AsyncResult<Integer> result;
        try (mine) {
            assertThat(mine.map(Work::square, Work.range(10))).isEqualTo(Work.squares(10));
            result = mine.applyAsync(Work::square, 7);
        }
        assertThat(result.get()).isEqualTo(49);
        assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> mine.apply(Work::square, 1));
    }

    /** A closed pool cannot be entered again: whatever is submitted in the block is refused. */
    @Test
    void testEnter() throws Exception {
        Pool mine = pool(1);
        mine.close();
        assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> {
            try (mine) {
                mine.applyAsync(Work::square, 1);
            }
        });
    }

    @Test
    void testTraceback() {
        assertThatExceptionOfType(Work.SayingException.class)
                .isThrownBy(() -> pool.apply(() -> Work.failing("some text")))
                .withMessage("some text")
                .satisfies(failure -> assertThat(failure.getStackTrace())
                        .anyMatch(frame -> frame.getMethodName().equals("failing")));
    }

    /** Differs: no wrapper in any flavour, and {@code get} wraps as the JDK's futures do. */
    @Test
    void testWrappedException() {
        assertThatExceptionOfType(Work.SayingException.class)
                .isThrownBy(() -> pool.apply(() -> Work.failing("as it is")));
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> pool.applyAsync(() -> Work.failing("wrapped")).get())
                .withCauseInstanceOf(Work.SayingException.class);
    }

    @Test
    void testMapNoFailfast() throws Exception {
        Gate shipped = gate;
        assertThatExceptionOfType(Work.SayingException.class)
                .isThrownBy(() -> pool.map(
                        number -> {
                            if (number == 0) {
                                Work.failing("the first");
                            }
                            shipped.count("ran");
                            return number;
                        },
                        Work.range(40),
                        4));
        assertThat(gate.counted("ran")).as("the failing item alone did not finish").isEqualTo(39);
    }

    @Test
    void testReleaseTaskRefs() throws Exception {
        List<WeakReference<Object>> references = new ArrayList<>();
        AsyncResult<List<Integer>> result = submitAndRemember(references);
        assertThat(result.get()).containsExactly(3, 3, 3);
        Eventually.eventually("the arguments' release", () -> {
            System.gc();
            return references.stream().allMatch(reference -> reference.get() == null);
        });
    }

    private AsyncResult<List<Integer>> submitAndRemember(List<WeakReference<Object>> references) {
        List<List<Integer>> arguments = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            List<Integer> argument = new ArrayList<>(List.of(i, 1, 2));
            arguments.add(argument);
            references.add(new WeakReference<>(argument));
        }
        return pool.mapAsync(List::size, arguments);
    }

    private static List<Map.Entry<Integer, Integer>> pairs(int end) {
        return Work.range(end).stream().map(x -> Map.entry(x, x)).toList();
    }

    @Test
    void testPoolInProcess() throws Exception {
        Path answer = directory.resolve("answer");
        StartMethod its = method;
        String file = answer.toString();
        ChildProcess child = ChildProcess.builder().startMethod(method).start(() -> {
            try (Pool inner = Pool.builder().processes(2).startMethod(its).build()) {
                List<Integer> squares = inner.map(n -> n * n, List.of(1, 2, 3));
                Files.writeString(Path.of(file), squares + " " + inner.apply(() -> ChildProcess.current().parent().name()));
            }
        });
        assertThat(child.join(Eventually.patience())).isTrue();
        assertThat(Files.readString(answer)).isEqualTo("[1, 4, 9] " + child.getName());
        assertThat(child.exitCode()).hasValue(0);
    }
}
