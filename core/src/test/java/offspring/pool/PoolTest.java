package offspring.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import offspring.NotShippableException;
import offspring.process.StartMethod;
import offspring.testing.Eventually;
import offspring.testing.Family;
import offspring.testing.Gate;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls and maps through real workers. */
@ExtendWith(LeakCheck.class)
class PoolTest {

    @TempDir
    java.nio.file.Path directory;

    private static int square(int value) {
        return value * value;
    }

    private static Pool threads(int processes) {
        return Pool.builder().processes(processes).startMethod(StartMethod.THREAD).build();
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void callsAndMapsGiveTheirResultsInOrder(StartMethod method) throws Exception {
        try (Pool pool = Pool.builder().processes(2).startMethod(method).build()) {
            int captured = 7;
            assertThat(pool.apply(() -> captured + 1)).isEqualTo(8);
            assertThat(pool.apply(PoolTest::square, 5)).isEqualTo(25);
            assertThat(pool.apply((Integer a, Integer b) -> a - b, 5, 3)).isEqualTo(2);
            List<Integer> items = IntStream.range(0, 10_000).boxed().toList();
            List<Integer> squares = items.stream().map(PoolTest::square).toList();
            assertThat(pool.map(PoolTest::square, items)).isEqualTo(squares);
            assertThat(pool.map(PoolTest::square, items, 7)).isEqualTo(squares);
            assertThat(pool.map(PoolTest::square, items, 1_000_000_000)).isEqualTo(squares);
            assertThat(pool.mapAsync(PoolTest::square, items).get()).isEqualTo(squares);
            assertThat(pool.starmap((Integer a, Integer b) -> a * 10 + b, List.of(Map.entry(1, 2), Map.entry(3, 4))))
                    .containsExactly(12, 34);
            assertThat(pool.starmap((Integer a, Integer b) -> a * 10 + b, List.of(Map.entry(1, 2)), 1))
                    .containsExactly(12);
        }
    }

    @Test
    void workersAreOtherProcesses() throws Exception {
        try (Pool pool = Pool.create(1)) {
            long pid = pool.apply(() -> ProcessHandle.current().pid());
            assertThat(pid).isNotEqualTo(ProcessHandle.current().pid());
            assertThat(pool.apply(() -> ProcessHandle.current().pid())).isEqualTo(pid);
            Eventually.eventually("the worker is known", () -> !pool.workers().isEmpty());
            assertThat(pool.workers()).singleElement().satisfies(worker -> {
                assertThat(worker.pid()).isEqualTo(pid);
                assertThat(worker.state()).isEqualTo(WorkerInfo.State.READY);
                assertThat(worker.currentTask()).isEmpty();
                assertThat(worker.tasksDone()).isEqualTo(2);
                assertThat(worker.name()).endsWith("-worker-1");
                assertThat(worker.memory()).isPositive();
                assertThat(worker.cpuTime()).isPositive();
            });
        }
    }

    @Test
    void aBusyWorkerTellsItsTask() throws Exception {
        Gate gate = Gate.in(directory);
        try (Pool pool = Pool.builder().processes(1).name("thumbs").build()) {
            AsyncResult<?> result = pool.submit(() -> {
                gate.mark("running");
                gate.pass("go");
            });
            gate.awaitMark("running");
            // A worker may be at work before whoever starts it has returned.
            Eventually.eventually("the worker is known", () -> !pool.workers().isEmpty());
            assertThat(pool.workers()).singleElement().satisfies(worker -> {
                assertThat(worker.name()).isEqualTo("thumbs-worker-1");
                assertThat(worker.state()).isEqualTo(WorkerInfo.State.BUSY);
                assertThat(worker.currentTask()).hasValueSatisfying(
                        task -> assertThat(task).isEqualTo("1 (" + PoolTest.class.getName() + " lambda)"));
            });
            gate.mark("go");
            result.get(Eventually.patience());
        }
    }

    @Test
    void workersStartAtTheFirstSubmissionAndAreGoneAfterClose() throws Exception {
        long pid;
        try (Pool pool = Pool.builder().processes(2).startMethod(StartMethod.SPAWN).build()) {
            assertThat(pool.workers()).isEmpty();
            List<Family.Member> before = Family.ofThisJvm();
            pid = pool.apply(() -> ProcessHandle.current().pid());
            assertThat(before).extracting(Family.Member::pid).doesNotContain(pid);
        }
        Family.awaitDeath(pid);
    }

    @Test
    void emptyInputIsDoneAtOnceAndCallsBack() throws Exception {
        try (Pool pool = threads(1)) {
            assertThat(pool.map(PoolTest::square, List.of())).isEmpty();
            List<List<Integer>> seen = new ArrayList<>();
            assertThat(pool.mapAsync(PoolTest::square, List.<Integer>of(), seen::add, null).get()).isEmpty();
            assertThat(seen).containsExactly(List.of());
            assertThat(pool.imap(PoolTest::square, List.<Integer>of()).hasNext()).isFalse();
        }
    }

    @Test
    void nullsTravelBothWays() throws Exception {
        try (Pool pool = threads(1)) {
            assertThat(pool.apply((Object a) -> a, null)).isNull();
            assertThat(pool.map((String a) -> a, Arrays.asList("a", null))).containsExactly("a", null);
            assertThat(pool.starmap((String a, String b) -> a + b, List.of(new SimpleEntry<>("a", null))))
                    .containsExactly("anull");
        }
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void payloadsLargerThanTheRingsTravel(StartMethod method) throws Exception {
        try (Pool pool = Pool.builder().processes(2).startMethod(method).build()) {
            byte[] big = new byte[5_000_000];
            Arrays.fill(big, (byte) 7);
            assertThat(pool.apply((byte[] bytes) -> bytes, big)).isEqualTo(big);
            List<byte[]> both = pool.map((byte[] bytes) -> bytes, List.of(big, new byte[300_000], new byte[1]));
            assertThat(both).extracting(bytes -> bytes.length).containsExactly(5_000_000, 300_000, 1);
            assertThat(pool.apply(() -> big.length)).isEqualTo(5_000_000);
        }
    }

    @Test
    void aFailureArrivesWithItsTypeAndARemoteTrace() throws Exception {
        try (Pool pool = Pool.create(1)) {
            assertThatThrownBy(() -> pool.apply(() -> {
                        throw new IllegalArgumentException("bad");
                    }))
                    .isExactlyInstanceOf(IllegalArgumentException.class)
                    .hasMessage("bad")
                    .satisfies(failure -> assertThat(Arrays.toString(failure.getStackTrace()))
                            .contains("PoolTest")
                            .contains("-worker-1"));
            assertThatThrownBy(() -> pool.applyAsync(() -> {
                                throw new IOException("disk");
                            })
                            .get())
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessage("disk");
        }
    }

    @Test
    void checkedFailuresOfBlockingCallsAreCausesAndErrorsComeAsTheyAre() throws Exception {
        try (Pool pool = threads(1)) {
            assertThatThrownBy(() -> pool.apply(() -> {
                        throw new IOException("disk");
                    }))
                    .isExactlyInstanceOf(CompletionException.class)
                    .hasCauseExactlyInstanceOf(IOException.class);
            assertThatThrownBy(() -> pool.map((Integer a) -> {
                        throw new IOException("disk");
                    }, List.of(1)))
                    .isExactlyInstanceOf(CompletionException.class);
            assertThatThrownBy(() -> pool.apply(() -> {
                        throw new AssertionError("no");
                    }))
                    .isExactlyInstanceOf(AssertionError.class);
        }
    }

    @Test
    void aMapFinishesAllItemsAndThrowsTheFirstFailureInInputOrder() throws Exception {
        Gate gate = Gate.in(directory);
        try (Pool pool = threads(2)) {
            for (int chunkSize : new int[] {1, 3, 10}) {
                assertThatThrownBy(() -> pool.map(
                                (Integer a) -> {
                                    gate.count("run" + chunkSize);
                                    if (a % 3 == 1) {
                                        throw new IllegalStateException("item " + a);
                                    }
                                    return a;
                                },
                                IntStream.range(0, 10).boxed().toList(),
                                chunkSize))
                        .hasMessage("item 1")
                        .satisfies(first -> assertThat(first.getSuppressed())
                                .extracting(Throwable::getMessage)
                                .containsExactly("item 4", "item 7"));
                assertThat(gate.counted("run" + chunkSize)).isEqualTo(10);
            }
        }
    }

    @Test
    void whatCannotShipIsRefusedInTheCallerWithTheFix() throws Exception {
        try (Pool pool = threads(1)) {
            Object local = new Object();
            assertThatThrownBy(() -> pool.apply((Object a) -> 1, local))
                    .isInstanceOf(NotShippableException.class)
                    .hasMessageContaining("java.lang.Object");
            assertThatThrownBy(() -> pool.applyAsync(() -> local.hashCode())).isInstanceOf(NotShippableException.class);
            assertThatThrownBy(() -> pool.map((Object a) -> 1, List.of(1, local)))
                    .isInstanceOf(NotShippableException.class);
            assertThat(pool.apply(() -> 1)).isEqualTo(1);
        }
    }

    @Test
    void aResultThatCannotShipFailsItsTaskAndTheWorkerLives() throws Exception {
        try (Pool pool = Pool.create(1)) {
            long pid = pool.apply(() -> ProcessHandle.current().pid());
            assertThatThrownBy(() -> pool.apply(() -> new Object()))
                    .isInstanceOf(NotShippableException.class)
                    .hasMessageContaining("java.lang.Object");
            assertThat(pool.apply(() -> ProcessHandle.current().pid())).isEqualTo(pid);
        }
    }

    @Test
    void thingsThatCannotBeAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Pool.create(0)).withMessageContaining("processes=0");
        assertThatIllegalArgumentException().isThrownBy(() -> Pool.builder().maxTasksPerWorker(0));
        assertThatIllegalArgumentException().isThrownBy(() -> Pool.builder().name(""));
        try (Pool pool = threads(1)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> pool.map(PoolTest::square, List.of(1), 0))
                    .withMessageContaining("chunkSize=0");
            assertThatIllegalArgumentException().isThrownBy(() -> pool.imap(PoolTest::square, List.of(1), -1));
        }
    }

    @Test
    void poolsNest() throws Exception {
        try (Pool pool = Pool.create(1)) {
            List<Integer> inner = pool.apply(() -> {
                try (Pool nested = Pool.create(2)) {
                    return nested.map(PoolTest::square, List.of(1, 2, 3));
                }
            });
            assertThat(inner).containsExactly(1, 4, 9);
        }
    }

    @Test
    void everyCallOfAWorkerSeesTheSameInitializedProcess() throws Exception {
        try (Pool pool = Pool.builder()
                .processes(2)
                .initializer(() -> System.setProperty("offspring.test.initialized", "yes"))
                .build()) {
            assertThat(pool.map((Integer a) -> System.getProperty("offspring.test.initialized"), List.of(1, 2, 3, 4), 1))
                    .containsOnly("yes");
        }
        assertThat(System.getProperty("offspring.test.initialized")).isNull();
    }

    @Test
    void optionsOfTheJvmReachTheWorkers() throws Exception {
        try (Pool pool = Pool.builder()
                .processes(1)
                .jvmOptions("-Doffspring.test.option=there", "-Xmx77m")
                .build()) {
            assertThat(pool.apply(() -> System.getProperty("offspring.test.option"))).isEqualTo("there");
            assertThat(pool.apply(() -> Runtime.getRuntime().maxMemory())).isLessThan(80_000_000);
        }
    }

    @Test
    void aWorkerIsReplacedAfterSoManyCallsInChunksToo() throws Exception {
        try (Pool pool = Pool.builder().processes(1).maxTasksPerWorker(3).build()) {
            List<Long> pids = pool.map((Integer a) -> ProcessHandle.current().pid(), List.of(1, 2, 3, 4, 5, 6, 7), 7);
            assertThat(pids.subList(0, 3)).containsOnly(pids.get(0));
            assertThat(pids.subList(3, 6)).containsOnly(pids.get(3));
            assertThat(pids.stream().distinct()).hasSize(3);
        }
    }
}
