package offspring.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import offspring.Action;
import offspring.ExitStatus;
import offspring.ProcessDiedException;
import offspring.QueueClosedException;
import offspring.lock.Step;
import offspring.os.Features;
import offspring.os.Features.Feature;
import offspring.pool.Pool;
import offspring.process.ChildProcess;
import offspring.shm.SharedIntArray;
import offspring.sync.SharedEvent;
import offspring.sync.SharedLock;
import offspring.sync.Waitable;
import offspring.testing.Eventually;
import offspring.testing.HeapMemory;
import offspring.testing.Kills;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Queues between processes, some of which are killed. */
@ExtendWith(LeakCheck.class)
@TestMethodOrder(OrderAnnotation.class)
class QueueProcessTest {

    private static final Kills KILLS = new Kills(QueueProcessTest.class);
    private static final Duration SOON = Eventually.patience();

    @Test
    void manyProducersAndConsumersLoseAndDoubleNothing() throws Exception {
        SharedQueue<int[]> queue = SharedQueue.create(50);
        SharedQueue<Long> sums = SharedQueue.create();
        List<ChildProcess> producers = new ArrayList<>();
        List<ChildProcess> consumers = new ArrayList<>();
        for (int p = 0; p < 3; p++) {
            int producer = p;
            producers.add(start(() -> {
                Random random = new Random(producer);
                for (int i = 0; i < 3_000; i++) {
                    int[] item = new int[random.nextInt(i % 100 == 0 ? 20_000 : 40) + 1];
                    Arrays.fill(item, producer * 3_000 + i);
                    queue.put(item);
                }
            }));
            consumers.add(start(() -> {
                queue.forEachTaken(item -> {
                    for (int value : item) {
                        if (value != item[0]) {
                            throw new IllegalStateException("torn: " + Arrays.toString(item));
                        }
                    }
                    sums.add((long) item[0]);
                });
            }));
        }
        join(producers);
        queue.close();
        join(consumers);
        sums.close();
        Set<Long> seen = new HashSet<>();
        sums.streamTaken().forEach(value -> assertThat(seen.add(value)).as("once: %s", value).isTrue());
        assertThat(seen).hasSize(9_000);
    }

    @Test
    void producerMayEndAtOnce() throws Exception {
        SharedQueue<byte[]> queue = SharedQueue.create();
        ChildProcess producer = start(() -> {
            for (int i = 0; i < 100; i++) {
                queue.put(new byte[1 << 20]);
            }
        });
        producer.join();
        assertThat(producer.exitCode()).hasValue(0);
        for (int i = 0; i < 100; i++) {
            assertThat(queue.poll()).hasSize(1 << 20);
        }
        assertThat(queue).isEmpty();
    }

    @Test
    void itemsOfOneProducerComeInOrder() throws Exception {
        SharedQueue<Integer> queue = SharedQueue.create(10);
        ChildProcess producer = start(() -> {
            for (int i = 0; i < 20_000; i++) {
                queue.put(i);
            }
            queue.close();
        });
        int[] next = {0};
        queue.forEachTaken(item -> assertThat(item).isEqualTo(next[0]++));
        assertThat(next[0]).isEqualTo(20_000);
        producer.join();
    }

    /** Their maker has ended before anybody takes them. */
    @Test
    void whatIsInItemsLivesOn() throws Exception {
        SharedQueue<List<Object>> queue = SharedQueue.create();
        start(() -> {
            SharedLock lock = SharedLock.create();
            SharedIntArray array = SharedIntArray.of(1, 2, 3);
            SharedQueue<String> inner = SharedQueue.create();
            inner.put("deep");
            queue.put(List.of(lock, array, inner));
        }).join();
        List<Object> item = queue.take();
        assertThat(((SharedLock) item.get(0)).tryLock()).isTrue();
        ((SharedLock) item.get(0)).unlock();
        assertThat(((SharedIntArray) item.get(1)).get(2)).isEqualTo(3);
        @SuppressWarnings("unchecked") // what was put
        SharedQueue<String> inner = (SharedQueue<String>) item.get(2);
        assertThat(inner.take()).isEqualTo("deep");
    }

    @Test
    void closeReachesOtherProcesses() throws Exception {
        SharedQueue<Integer> empty = SharedQueue.create();
        SharedQueue<Integer> full = SharedQueue.create(1);
        full.put(1);
        SharedQueue<String> told = SharedQueue.create();
        List<ChildProcess> children = List.of(
                start(() -> tell(told, "take", empty::take)), start(() -> tell(told, "put", () -> full.put(2))));
        empty.close();
        full.close();
        join(children);
        assertThat(new TreeSet<>(List.of(told.take(), told.take()))).containsExactly("put closed", "take closed");
    }

    private static void tell(SharedQueue<String> told, String what, Action action) throws Exception {
        try {
            action.execute();
            told.put(what + " returned");
        } catch (QueueClosedException expected) {
            told.put(what + " closed");
        }
    }

    @Test
    void goesThroughPools() throws Exception {
        SharedQueue<Integer> queue = SharedQueue.create();
        try (Pool pool = Pool.create(2)) {
            pool.map(i -> {
                queue.put(i);
                return null;
            }, List.of(1, 2, 3, 4));
            SharedQueue<Integer> back = pool.apply(() -> queue);
            assertThat(back).isEqualTo(queue);
        }
        assertThat(queue).containsExactlyInAnyOrder(1, 2, 3, 4);
    }

    /** A putter that dies leaves its item in the queue or not, and nobody behind it waits or sees half of one. */
    @ParameterizedTest
    @EnumSource(value = Step.class, names = {"PUT_GROWN", "PUT_WRITTEN", "PUT_DONE"})
    void putterDies(Step step) throws Exception {
        SharedQueue<byte[]> queue = SharedQueue.create();
        queue.put(bytes(1, 50));
        assertKilled(dying(step, () -> queue.put(bytes(2, 100_000))));
        queue.put(bytes(3, 30_000));
        queue.put(bytes(4, 30_000));
        List<Integer> left = new ArrayList<>();
        for (byte[] item = queue.poll(); item != null; item = queue.poll()) {
            left.add((int) item[0]);
            assertThat(item).containsOnly(item[0]);
        }
        assertThat(left).isEqualTo(step == Step.PUT_DONE ? List.of(1, 2, 3, 4) : List.of(1, 3, 4));
        assertThat(queue).isEmpty();
    }

    /** A taker that dies has taken the item, or it is still there. */
    @ParameterizedTest
    @EnumSource(value = Step.class, names = {"TAKE_COPIED", "TAKE_DONE"})
    void takerDies(Step step) throws Exception {
        for (int size : new int[] {50, 9_000, 5_000_000}) {
            SharedQueue<byte[]> queue = SharedQueue.create();
            queue.put(bytes(1, size));
            queue.put(bytes(2, 20_000));
            queue.put(bytes(3, 200_000));
            assertKilled(dying(step, queue::take));
            assertThat(queue).hasSize(step == Step.TAKE_DONE ? 2 : 3);
            queue.removeIf(item -> item[0] == 2);
            assertKilled(dying(step, queue::take));
            assertThat(queue).hasSize(step == Step.TAKE_DONE ? 0 : 2);
            queue.put(bytes(4, 10));
            List<Integer> left = new ArrayList<>();
            List<byte[]> items = new ArrayList<>();
            queue.drainTo(items);
            items.forEach(item -> assertThat(item).containsOnly(item[0]));
            items.forEach(item -> left.add((int) item[0]));
            assertThat(left).isEqualTo(step == Step.TAKE_DONE ? List.of(4) : List.of(1, 3, 4));
        }
    }

    private static byte[] bytes(int value, int count) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    @Test
    void putterThatDiesWaitingForRoomHoldsUpNobody() throws Exception {
        SharedQueue<Integer> queue = SharedQueue.create(1);
        queue.put(1);
        SharedEvent begun = SharedEvent.create();
        ChildProcess putter = start(() -> {
            begun.set();
            queue.put(2);
        });
        begun.await();
        putter.kill();
        putter.join();
        assertThat(queue.take()).isEqualTo(1);
        assertThat(queue.offer(3, SOON)).isTrue();
        assertThat(queue.poll(SOON)).isIn(2, 3);
    }

    /** Producers and consumers are killed at random; what was put whole is taken once, or went with who took it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void randomKillsLoseNothingOfTheLiving(boolean withHandles) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        SharedQueue<Object> queue = SharedQueue.create();
        SharedLock lock = SharedLock.create();
        SharedQueue<Long> results = SharedQueue.create();
        ChildProcess survivor = start(() -> queue.forEachTaken(item -> results.add(numberIn(item))));
        int kills = "long".equals(System.getProperty("stress")) ? 3_000 : 12;
        long ours = 0;
        int consumers = 0;
        for (int i = 0; i < kills; i++) {
            long number = i;
            boolean producing = random.nextBoolean();
            consumers += producing ? 0 : 1;
            SharedEvent begun = SharedEvent.create();
            ChildProcess victim = start(() -> {
                begun.set();
                for (long n = 0; ; n++) {
                    if (producing) {
                        Object item = number << 32 | n;
                        queue.put(withHandles && n % 3 == 0 ? List.of(item, lock) : item);
                    } else {
                        results.put(numberIn(queue.take()));
                    }
                }
            });
            begun.await();
            long until = System.nanoTime() + random.nextInt(20_000_000);
            while (System.nanoTime() < until) {
                queue.put(-++ours);
            }
            victim.kill();
            victim.join();
        }
        queue.close();
        assertThat(survivor.join(SOON)).as("seed %s", seed).isTrue();
        assertThat(survivor.exitCode()).hasValue(0);
        results.close();
        Set<Long> seen = new HashSet<>();
        List<Long> doubled = new ArrayList<>();
        results.streamTaken().forEach(item -> {
            if (!seen.add(item)) {
                doubled.add(item);
            }
        });
        assertThat(doubled).as("seed %s", seed).isEmpty();
        assertThat(queue).isEmpty();
        long missing = LongStream.rangeClosed(1, ours).filter(item -> !seen.contains(-item)).count();
        assertThat(missing).as("gone with a killed consumer, one each; seed %s", seed).isLessThanOrEqualTo(consumers);
    }

    private static Long numberIn(Object item) {
        return item instanceof List<?> list ? (Long) list.getFirst() : (Long) item;
    }

    @Test
    void joinTellsOfAKilledConsumerOnceAndGoesOn() throws Exception {
        JoinableQueue<Integer> queue = JoinableQueue.create();
        queue.addAll(List.of(1, 2, 3, 4));
        SharedEvent has = SharedEvent.create();
        ChildProcess consumer = ChildProcess.builder().name("eater").start(() -> {
            queue.take();
            queue.take();
            queue.take();
            queue.taskDone();
            has.set();
            Thread.sleep(Long.MAX_VALUE);
        });
        has.await();
        consumer.kill();
        ProcessDiedException died = catchThrowableOfType(ProcessDiedException.class, queue::join);
        assertThat(died).hasMessageContaining("eater").hasMessageContaining("2 items").hasMessageContaining("SIGKILL");
        assertThat(died.exitStatus()).isEqualTo(new ExitStatus(-9));
        assertThat(died.pid()).isEqualTo(consumer.pid());
        assertThat(died.processName()).isEqualTo("eater");
        assertThat(queue.join(Duration.ZERO)).isFalse();
        queue.take();
        queue.taskDone();
        queue.join();
        assertThatThrownBy(queue::taskDone).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void joinDoesNotMissWhatATakerHadInHandAtAnyStep() throws Exception {
        for (Step step : List.of(Step.TAKE_COPIED, Step.TAKE_DONE)) {
            JoinableQueue<Integer> queue = JoinableQueue.create();
            queue.put(1);
            assertKilled(dying(step, queue::take));
            if (step == Step.TAKE_DONE) {
                assertThatThrownBy(() -> queue.join(SOON)).isInstanceOf(ProcessDiedException.class).hasMessageContaining("1 item ");
            } else {
                assertThat(queue.join(Duration.ZERO)).isFalse();
                queue.take();
                queue.taskDone();
            }
            assertThat(queue.join(Duration.ZERO)).isTrue();
        }
    }

    /** Who died is no more counted when another dies who names it by chance, and what others have done for it is done. */
    @Test
    void deathsAfterASettlementAndItemsDoneByOthers() throws Exception {
        JoinableQueue<Integer> queue = JoinableQueue.create();
        queue.addAll(List.of(1, 2, 3, 4));
        assertKilled(dying(Step.TAKE_DONE, queue::take));
        assertThatThrownBy(() -> queue.join(SOON)).isInstanceOf(ProcessDiedException.class);
        assertKilled(dying(Step.TAKE_COPIED, queue::take));
        SharedEvent has = SharedEvent.create();
        ChildProcess taker = start(() -> {
            queue.take();
            has.set();
            Thread.sleep(Long.MAX_VALUE);
        });
        has.await();
        queue.taskDone();
        taker.kill();
        taker.join();
        assertThat(queue.join(Duration.ZERO)).as("two are left").isFalse();
        assertThat(List.of(queue.take(), queue.take())).containsExactly(3, 4);
        queue.taskDone();
        assertThat(queue.join(Duration.ZERO)).isFalse();
        queue.taskDone();
        queue.join();
    }

    /** A large message is written where a killed putter leaves it to the next one. */
    @Test
    void memoryOfALargeMessageThatWasNotPutIsGivenBack() throws Exception {
        assumeTrue(Features.has(Feature.PUNCH_HOLE), "memory cannot be given back here before the program ends");
        SharedQueue<byte[]> queue = SharedQueue.create();
        long before = HeapMemory.settledBytes();
        assertKilled(dying(Step.PUT_WRITTEN, () -> queue.put(new byte[30_000_000])));
        assertThat(HeapMemory.bytes() - before).isGreaterThan(29_000_000);
        queue.put(new byte[1]);
        assertThat(HeapMemory.bytes() - before).isLessThan(1_000_000);
    }

    /** A note that was not committed is void, also when the next one dies after the same number of turns. */
    @Test
    void removerDiesBeforeTheCommitAndATakerLater() throws Exception {
        for (int removed = 1; removed <= 3; removed++) {
            JoinableQueue<Integer> queue = JoinableQueue.create();
            queue.addAll(List.of(1, 2, 3));
            int item = removed;
            assertKilled(dying(Step.TAKE_NOTED, () -> queue.remove(item)));
            assertThat(queue.take()).isEqualTo(1);
            assertKilled(dying(Step.TAKE_COPIED, queue::take));
            assertThat(queue).containsExactly(2, 3);
            assertThat(queue.take()).isEqualTo(2);
            assertThat(queue.take()).isEqualTo(3);
            assertThat(queue.size()).isZero();
            assertThat(queue.poll()).isNull();
            queue.taskDone();
            queue.taskDone();
            assertThat(queue.join(Duration.ZERO)).isFalse();
            queue.taskDone();
            assertThat(queue.join(Duration.ZERO)).isTrue();
        }
    }

    /** What is removed counts as done, by that very commit. */
    @ParameterizedTest
    @EnumSource(value = Step.class, names = {"TAKE_REMOVED", "TAKE_GIVEN_BACK"})
    void removerDies(Step step) throws Exception {
        JoinableQueue<Integer> queue = JoinableQueue.create();
        queue.addAll(List.of(1, 2, 3));
        assertKilled(dying(step, () -> queue.remove(2)));
        assertThat(queue.take()).isEqualTo(1);
        assertThat(queue.take()).isEqualTo(3);
        assertThat(queue).isEmpty();
        queue.taskDone();
        assertThat(queue.join(Duration.ZERO)).isFalse();
        queue.taskDone();
        assertThat(queue.join(Duration.ZERO)).isTrue();
        assertThatThrownBy(queue::taskDone).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatAProcessLeavesThatEndsAsItShouldIsForOthersToDo() throws Exception {
        JoinableQueue<Integer> queue = JoinableQueue.create();
        queue.put(1);
        start(queue::take).join();
        assertThat(queue.join(Duration.ofMillis(300))).isFalse();
        queue.taskDone();
        queue.join();
    }

    @Test
    void consumersInProcessesFinishAll() throws Exception {
        JoinableQueue<Integer> queue = JoinableQueue.create(20);
        List<ChildProcess> consumers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            consumers.add(start(() -> queue.forEachTaken(item -> queue.taskDone())));
        }
        for (int i = 0; i < 5_000; i++) {
            queue.put(i);
        }
        queue.join();
        assertThat(queue).isEmpty();
        queue.close();
        join(consumers);
    }

    @Test
    void canBeWaitedForTogetherWithOthers() throws Exception {
        SharedQueue<String> queue = SharedQueue.create();
        SimpleQueue<String> simple = SimpleQueue.create();
        SharedEvent go = SharedEvent.create();
        ChildProcess child = start(() -> {
            queue.put("first");
            go.await();
            simple.put("second");
        });
        List<Waitable> all = List.of(simple, queue, child.sentinel());
        assertThat(Waitable.waitForAny(all, SOON)).containsExactly(queue);
        assertThat(Waitable.waitForAny(all, SOON)).as("taken nothing").containsExactly(queue);
        assertThat(queue.take()).isEqualTo("first");
        assertThat(Waitable.waitForAny(List.of(queue, simple), Duration.ofMillis(1))).isEmpty();
        go.set();
        assertThat(Waitable.waitForAny(List.of(queue, simple), SOON)).containsExactly(simple);
        child.join();
        queue.close();
        assertThat(Waitable.waitForAny(all)).isEqualTo(all);
    }

    private static ChildProcess start(Action action) {
        return new ChildProcess(action).start();
    }

    private static void join(List<ChildProcess> children) throws Exception {
        for (ChildProcess child : children) {
            assertThat(child.join(SOON.multipliedBy(3))).isTrue();
            assertThat(child.exitCode()).hasValue(0);
        }
    }

    /** The last: what it looks at is where children have been killed. */
    @Test
    @Order(Integer.MAX_VALUE)
    void everyStepIsHere() {
        KILLS.assertEveryStep(Set.of());
    }

    private static void assertKilled(ChildProcess child) throws Exception {
        KILLS.assertKilled(child);
    }

    private static ChildProcess dying(Step step, Action action) {
        return KILLS.dying(step, action);
    }
}
