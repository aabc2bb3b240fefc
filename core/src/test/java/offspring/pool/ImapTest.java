package offspring.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import offspring.NotShippableException;
import offspring.process.StartMethod;
import offspring.testing.Eventually;
import offspring.testing.Gate;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Lazy maps. Workers are threads: what happens here happens in the parent. */
@ExtendWith(LeakCheck.class)
class ImapTest {

    @TempDir
    Path directory;

    private final Pool pool =
            Pool.builder().processes(2).startMethod(StartMethod.THREAD).build();

    @AfterEach
    void close() {
        pool.close();
    }

    private static int square(int value) {
        return value * value;
    }

    private static List<Integer> range(int end) {
        return IntStream.range(0, end).boxed().toList();
    }

    /** 0, 1, 2, ... for ever; counts what was read, and by whom. */
    private static final class Endless implements Iterable<Integer> {
        final AtomicInteger read = new AtomicInteger();
        final Set<Thread> readers = Collections.synchronizedSet(new HashSet<>());

        @Override
        public Iterator<Integer> iterator() {
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return true;
                }

                @Override
                public Integer next() {
                    readers.add(Thread.currentThread());
                    return read.getAndIncrement();
                }
            };
        }
    }

    private static <T> List<T> drain(Iterator<T> iterator) {
        List<T> all = new ArrayList<>();
        iterator.forEachRemaining(all::add);
        return all;
    }

    @Test
    void resultsComeInTheOrderOfTheItemsWithAnyChunkSize() {
        List<Integer> squares = range(5000).stream().map(ImapTest::square).toList();
        assertThat(drain(pool.imap(ImapTest::square, range(5000)))).isEqualTo(squares);
        for (int chunkSize : new int[] {1, 3, 100, 5000, 100_000}) {
            assertThat(drain(pool.imap(ImapTest::square, range(5000), chunkSize))).isEqualTo(squares);
            assertThat(drain(pool.imapUnordered(ImapTest::square, range(5000), chunkSize)))
                    .containsExactlyInAnyOrderElementsOf(squares);
        }
        assertThat(drain(pool.imapUnordered(ImapTest::square, range(5000))))
                .containsExactlyInAnyOrderElementsOf(squares);
    }

    @Test
    void unorderedResultsDoNotWaitForTheSlowOnes() throws Exception {
        Gate gate = Gate.in(directory);
        ResultIterator<Integer> results = pool.imapUnordered(
                (Integer a) -> {
                    if (a == 0) {
                        gate.pass("go");
                    }
                    return a;
                },
                range(100));
        List<Integer> quick = new ArrayList<>();
        for (int i = 0; i < 99; i++) {
            quick.add(results.next(Eventually.patience()));
        }
        assertThat(quick).containsExactlyInAnyOrderElementsOf(range(100).subList(1, 100));
        gate.mark("go");
        assertThat(results.next(Eventually.patience())).isZero();
        assertThat(results.hasNext()).isFalse();
        assertThatThrownBy(results::next).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(() -> results.next(Duration.ZERO)).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void anEndlessInputIsReadByTheCallerAloneAndNotFarAhead() {
        Endless input = new Endless();
        try (ResultIterator<Integer> results = pool.imap(ImapTest::square, input)) {
            for (int i = 0; i < 10_000; i++) {
                assertThat(results.next()).isEqualTo(square(i));
                assertThat(input.read.get()).isLessThanOrEqualTo(i + 1 + 1024);
            }
        }
        assertThat(input.readers).containsExactly(Thread.currentThread());
    }

    @Test
    void withAChunkSizeABoundedNumberOfChunksIsRead() {
        Endless input = new Endless();
        try (ResultIterator<Integer> results = pool.imapUnordered(ImapTest::square, input, 100)) {
            for (int i = 0; i < 10_000; i++) {
                results.next();
                assertThat(input.read.get()).isLessThanOrEqualTo(i + 1 + 20 * 100);
            }
        }
    }

    @Test
    void anAbandonedIteratorHoldsNoWorker() throws Exception {
        for (int i = 0; i < 5; i++) {
            pool.imap((Integer a) -> new byte[10_000], new Endless()).next();
        }
        assertThat(pool.map(ImapTest::square, range(100))).hasSize(100);
    }

    @Test
    void aFailedItemThrowsAtItsPlaceAndTheOthersGoOn() {
        for (int chunkSize : new int[] {1, 4, 10}) {
            ResultIterator<Integer> results = pool.imap(
                    (Integer a) -> {
                        if (a == 3) {
                            throw new IllegalStateException("three");
                        }
                        if (a == 5) {
                            throw new IOException("five");
                        }
                        return a;
                    },
                    range(10),
                    chunkSize);
            List<Object> seen = new ArrayList<>();
            while (results.hasNext()) {
                try {
                    seen.add(results.next());
                } catch (IllegalStateException three) {
                    seen.add(three.getMessage());
                } catch (CompletionException five) {
                    seen.add(five.getCause().getMessage());
                }
            }
            assertThat(seen).containsExactly(0, 1, 2, "three", 4, "five", 6, 7, 8, 9);
        }
    }

    @Test
    void anItemThatCannotShipFailsAtItsPlace() {
        ResultIterator<Integer> results = pool.imap((Object a) -> 1, List.of(1, new Object(), 3), 2);
        assertThat(results.next()).isEqualTo(1);
        assertThatThrownBy(results::next).isInstanceOf(NotShippableException.class);
        assertThat(results.next()).isEqualTo(1);
        assertThat(results.hasNext()).isFalse();
    }

    @Test
    void aFailureOfTheInputComesAfterTheResultsOfWhatWasRead() {
        Iterable<Integer> input = () -> Stream.of(1, 2, 3, 4)
                .peek(a -> {
                    if (a == 3) {
                        throw new IllegalStateException("input");
                    }
                })
                .iterator();
        ResultIterator<Integer> results = pool.imap(ImapTest::square, input);
        assertThat(results.next()).isEqualTo(1);
        assertThat(results.next()).isEqualTo(4);
        assertThat(results.hasNext()).isTrue();
        assertThatThrownBy(results::next).hasMessage("input");
        assertThat(results.hasNext()).isFalse();
    }

    @Test
    void aTimeoutLosesNothing() throws Exception {
        Gate gate = Gate.in(directory);
        ResultIterator<Integer> results = pool.imap((Integer a) -> {
            gate.pass("go");
            return a;
        }, range(3));
        assertThatThrownBy(() -> results.next(Duration.ZERO)).isInstanceOf(TimeoutException.class);
        assertThatThrownBy(() -> results.next(Duration.ofMillis(2))).isInstanceOf(TimeoutException.class);
        gate.mark("go");
        assertThat(results.next(Eventually.patience())).isZero();
        assertThat(drain(results)).containsExactly(1, 2);
    }

    @Test
    void anInterruptOfAWaitKeepsTheFlagAndLosesNothing() throws Exception {
        Gate gate = Gate.in(directory);
        ResultIterator<Integer> results = pool.imap((Integer a) -> {
            gate.pass("go");
            return a;
        }, range(3));
        Thread.currentThread().interrupt();
        assertThatThrownBy(results::next).isInstanceOf(CancellationException.class).hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
        gate.mark("go");
        assertThat(drain(results)).containsExactly(0, 1, 2);
    }

    @Test
    void afterShutdownWhatWasReadIsDeliveredAndThenItIsRefused() {
        Endless input = new Endless();
        ResultIterator<Integer> results = pool.imap(ImapTest::square, input);
        for (int i = 0; i < 10; i++) {
            results.next();
        }
        pool.shutdown();
        int read = input.read.get();
        for (int i = 10; i < read; i++) {
            assertThat(results.next()).isEqualTo(square(i));
        }
        assertThat(results.hasNext()).isTrue();
        assertThatThrownBy(results::next).isInstanceOf(RejectedExecutionException.class);
        assertThat(input.read.get()).isEqualTo(read);
        assertThatThrownBy(() -> pool.imap(ImapTest::square, input)).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void aFinishedInputIsDeliveredInFullAfterShutdown() {
        ResultIterator<Integer> results = pool.imap(ImapTest::square, range(3));
        pool.shutdown();
        assertThat(drain(results)).containsExactly(0, 1, 4);
    }

    /** As many as are read at first for two workers: nothing says that it was all but the end of the collection. */
    @Test
    void collectionThatWasReadToItsLastItemIsFinished() {
        ResultIterator<Integer> results = pool.imap(ImapTest::square, range(4));
        pool.shutdown();
        assertThat(drain(results)).containsExactly(0, 1, 4, 9);
    }

    @Test
    void collectionThatFailsInTheMiddleFailsThere() {
        AbstractList<Integer> failing = new AbstractList<>() {
            @Override
            public Integer get(int index) {
                return index;
            }

            @Override
            public int size() {
                return 10;
            }

            @Override
            public Iterator<Integer> iterator() {
                return new FailingIterator(4);
            }
        };
        ResultIterator<Integer> results = pool.imap(ImapTest::square, failing);
        pool.shutdown();
        for (int i = 0; i < 4; i++) {
            assertThat(results.next()).isEqualTo(square(i));
        }
        assertThatThrownBy(results::next).isInstanceOf(RejectedExecutionException.class);
    }

    /** Has so many, and cannot tell whether there are more. */
    private static final class FailingIterator implements Iterator<Integer> {
        private final int end;
        private int next;

        FailingIterator(int end) {
            this.end = end;
        }

        @Override
        public boolean hasNext() {
            if (next == end) {
                throw new IllegalStateException("no more, perhaps");
            }
            return true;
        }

        @Override
        public Integer next() {
            return next++;
        }
    }

    @Test
    void closeOfThePoolClosesItsOpenIterators() throws Exception {
        Gate gate = Gate.in(directory);
        ResultIterator<Integer> results = pool.imap((Integer a) -> {
            gate.count("run");
            return a;
        }, new Endless());
        results.next();
        pool.close();
        assertThatThrownBy(() -> {
                    while (results.hasNext()) {
                        results.next();
                    }
                })
                .isInstanceOf(CancellationException.class);
        assertThat(pool.isTerminated()).isTrue();
    }

    @Test
    void aClosedIteratorReadsNoMore() {
        Endless input = new Endless();
        ResultIterator<Integer> results = pool.imap(ImapTest::square, input);
        results.next();
        results.close();
        int read = input.read.get();
        assertThat(results.hasNext()).isFalse();
        assertThatThrownBy(results::next).isInstanceOf(CancellationException.class);
        results.close();
        assertThat(input.read.get()).isEqualTo(read);
    }

    @Test
    void aStreamOfResultsClosesItsIterator() {
        ResultIterator<Integer> results = pool.imap(ImapTest::square, new Endless());
        try (Stream<Integer> stream = results.stream()) {
            assertThat(stream.limit(5).toList()).containsExactly(0, 1, 4, 9, 16);
        }
        assertThat(results.hasNext()).isFalse();
    }
}
