package offspring.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import offspring.Task;
import offspring.pool.Pool;
import offspring.pool.ResultIterator;
import offspring.testing.Eventually;
import offspring.testing.Gate;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CPython's {@code ExecutorTest} for process pools. The executor's lazy {@code map} is {@code imap} here. */
@ExtendWith(LeakCheck.class)
class ExecutorTest {

    @TempDir
    Path directory;

    private Pool pool;

    @BeforeEach
    void makePool() {
        pool = Pool.create(2);
    }

    @AfterEach
    void endPool() throws InterruptedException {
        pool.terminate();
        pool.join();
    }

    @Test
    void testSubmit() throws Exception {
        assertThat(pool.submit(() -> Math.powExact(2, 8)).get()).isEqualTo(256);
    }

    /** There are no keyword arguments; what is left of the case is the missing function. */
    @Test
    void testSubmitKeyword() {
        assertThatNullPointerException().isThrownBy(() -> pool.submit((Task<Integer>) null));
    }

    @Test
    void testMap() throws Exception {
        assertThat(pool.map(Work::square, Work.range(10))).isEqualTo(Work.squares(10));
        assertThat(pool.map(Work::square, Work.range(10), 3)).isEqualTo(Work.squares(10));
    }

    @Test
    void testMapException() {
        try (ResultIterator<Integer> results = pool.imap(x -> 10 / x, List.of(5, 2, 0, 10))) {
            assertThat(results.next()).isEqualTo(2);
            assertThat(results.next()).isEqualTo(5);
            assertThatExceptionOfType(ArithmeticException.class).isThrownBy(results::next);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void testMapClose(int chunkSize) throws Exception {
        Gate gate = Gate.in(directory);
        ResultIterator<Integer> results = pool.imap(
                number -> {
                    gate.count("started");
                    return number < 2 ? number : Work.passing(gate, number);
                },
                Work.range(1000),
                chunkSize);
        assertThat(results.next()).isZero();
        results.close();
        gate.mark("open");
        assertThat(pool.apply(Work::square, 3)).as("no worker is held").isEqualTo(9);
        assertThat(gate.counted("started")).as("the rest was dropped").isLessThan(1000);
    }

    /** The type is checked by the compiler; the value is checked at the call. */
    @Test
    void testMapBuffersizeTypeValidation() {
        assertThatNullPointerException().isThrownBy(() -> pool.imap(Work::square, null, 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void testMapBuffersizeValueValidation(int chunkSize) {
        assertThatIllegalArgumentException().isThrownBy(() -> pool.imap(Work::square, Work.range(4), chunkSize));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pool.imapUnordered(Work::square, Work.range(4), chunkSize));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 100})
    void testMapBuffersize(int chunkSize) {
        try (ResultIterator<Integer> results = pool.imap(Work::square, Work.range(4), chunkSize)) {
            assertThat(results).toIterable().containsExactlyElementsOf(Work.squares(4));
        }
    }

    @Test
    void testMapBuffersizeOnMultipleIterables() throws Exception {
        List<Map.Entry<Integer, Integer>> zipped =
                Work.range(50).stream().map(x -> Map.entry(x, x + 1)).toList();
        assertThat(pool.starmap(Work::multiply, zipped, 7))
                .isEqualTo(IntStream.range(0, 50).mapToObj(x -> x * (x + 1)).toList());
    }

    @Test
    void testMapBuffersizeOnMultipleInfiniteIterables() {
        AtomicInteger read = new AtomicInteger();
        Iterable<Integer> endless = Stream.generate(read::getAndIncrement)::iterator;
        try (ResultIterator<Integer> results = pool.imap(Work::square, endless)) {
            for (int i = 0; i < 3000; i++) {
                assertThat(results.next()).isEqualTo(i * i);
            }
            assertThat(read.get()).as("at most 1,024 items ahead").isLessThanOrEqualTo(3000 + 1024);
        }
    }

    @Test
    void testMapBuffersizeOnEmptyIterable() {
        assertThat(pool.imap(Work::square, List.of(), 4)).isExhausted();
    }

    @Test
    void testMapBuffersizeWithoutIterable() {
        assertThatNullPointerException().isThrownBy(() -> pool.imap(Work::square, null));
    }

    @Test
    void testNoStaleReferences() throws Exception {
        WeakReference<Object> reference = submitAndForget();
        Eventually.eventually("the task's release", () -> {
            System.gc();
            return reference.get() == null;
        });
    }

    private WeakReference<Object> submitAndForget() throws Exception {
        List<String> captured = new ArrayList<>(List.of("a"));
        assertThat(pool.submit(() -> captured.size()).get()).isEqualTo(1);
        return new WeakReference<>(captured);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void testMaxWorkersNegative(int processes) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pool.create(processes))
                .withMessageContaining(Integer.toString(processes));
    }

    @Test
    void testFreeReference() {
        try (ResultIterator<List<Integer>> results = pool.imap(List::of, Work.range(10))) {
            WeakReference<List<Integer>> yielded = new WeakReference<>(results.next());
            Eventually.eventually("the yielded result's release", () -> {
                System.gc();
                return yielded.get() == null;
            });
            assertThat(results.next()).containsExactly(1);
        }
    }
}
