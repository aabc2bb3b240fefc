package offspring.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.ObjectInputFilter.Config;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import offspring.Action;
import offspring.ExitStatus;
import offspring.NotShippableException;
import offspring.Task;
import offspring.codec.Codec;
import offspring.lock.Step;
import offspring.os.Features;
import offspring.os.Features.Feature;
import offspring.pool.Pool;
import offspring.process.ChildProcess;
import offspring.sync.SharedLock;
import offspring.testing.DieAt;
import offspring.testing.Eventually;
import offspring.testing.HeapMemory;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Objects that are larger than a message, which begins at 64 KiB in the processes of this test. What a process of such
 * a test asserts is told by its exit code, and on stderr.
 */
@ExtendWith(LeakCheck.class)
class LargeObjectTest {

    private static final String SMALL_MESSAGES = "-Doffspring.wire.largestPayload=65536";
    private static final int MIB = 1 << 20;
    private static final List<String> GIGABYTES = List.of("-Xmx4g", "-Xmn100m");

    record Measured(String unit, double[] values) implements Serializable {
        @Override
        public boolean equals(Object other) {
            return other instanceof Measured(String u, double[] v) && unit.equals(u) && Arrays.equals(values, v);
        }

        @Override
        public int hashCode() {
            return unit.hashCode();
        }
    }

    record Guarded(SharedLock lock, byte[] data, SharedLock same) implements Serializable {}

    /** A graph with a cycle. */
    static final class Knot implements Serializable {
        private static final long serialVersionUID = 1;

        final List<Knot> all = new ArrayList<>();
        final int[] data = new int[50];
    }

    /** Does something when half of it is written. */
    static final class Halfway implements Serializable {
        private static final long serialVersionUID = 1;

        private final transient Action then;

        Halfway(Action then) {
            this.then = then;
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.write(new byte[20 * MIB]);
            try {
                then.execute();
            } catch (Exception failed) {
                throw new IOException("halfway", failed);
            }
        }
    }

    private static List<Object> samples() {
        List<Object> samples = new ArrayList<>();
        int count = 300_000;
        boolean[] booleans = new boolean[count];
        Arrays.fill(booleans, 7, 70_000, true);
        samples.add(booleans);
        samples.add("x".repeat(count).getBytes(StandardCharsets.US_ASCII));
        samples.add("ä€".repeat(count).toCharArray());
        int[] ints = IntStream.range(-5, count).toArray();
        samples.add(ints);
        short[] shorts = new short[count];
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
            shorts[i] = (short) (3 * i);
            floats[i] = i / 7f;
        }
        samples.add(shorts);
        samples.add(floats);
        samples.add(Arrays.stream(ints).asLongStream().map(i -> i << 33).toArray());
        samples.add(Arrays.stream(ints).asDoubleStream().map(Math::sqrt).toArray());
        samples.add("ä€".repeat(count));
        samples.add(IntStream.range(0, count).mapToObj(i -> "item " + i).toList());
        samples.add(new ArrayList<>(IntStream.range(0, count).boxed().toList()));
        samples.add(new HashMap<>(Map.of("a", "q".repeat(count), "b", 1)));
        samples.add(new Measured("K", new double[count]));
        samples.add(Optional.of("y".repeat(count)));
        samples.add(new Object[] {ints, ints, "z"});
        return samples;
    }

    private static void assertSame(Object arrived, Object sent) {
        assertThat(arrived.getClass()).isSameAs(sent.getClass());
        assertThat(arrived != sent && Arrays.deepEquals(new Object[] {arrived}, new Object[] {sent}))
                .as(sent.getClass().getSimpleName())
                .isTrue();
    }

    @Test
    void everyKindOfObjectTravelsByQueueAndPipe() throws Exception {
        inSmallMessages(() -> {
            SharedQueue<Object> there = SharedQueue.create();
            SharedPipe<Object> back = SharedPipe.create();
            long before = HeapMemory.bytes();
            ChildProcess echo = ChildProcess.builder().daemon(true).start(() -> there.forEachTaken(item -> {
                try {
                    back.second().send(item);
                } catch (Exception failed) {
                    throw new IllegalStateException(failed);
                }
            }));
            for (Object sample : samples()) {
                there.put(sample);
                assertSame(back.first().receive(), sample);
            }
            there.close();
            echo.join();
            assertThat(echo.exitCode()).hasValue(0);
            assertIsBack(before);
        });
    }

    @Test
    void argumentsAndResultsOfTasks() throws Exception {
        inSmallMessages(() -> {
            try (Pool pool = Pool.create(2)) {
                pool.apply(() -> 1);
                long before = HeapMemory.bytes();
                for (Object sample : samples()) {
                    assertSame(pool.apply((Object item) -> item, sample), sample);
                    assertSame(pool.apply((Task<Object> & Serializable) () -> sample), sample);
                }
                List<int[]> many = IntStream.range(0, 12).mapToObj(i -> new int[100_000 + i]).toList();
                assertThat(pool.map((int[] item) -> Arrays.copyOf(item, item.length + 1), many))
                        .extracting(item -> item.length)
                        .containsExactlyElementsOf(IntStream.range(100_001, 100_013).boxed().toList());
                assertThatThrownBy(() -> pool.apply((byte[] item) -> item[-1], new byte[MIB]))
                        .isInstanceOf(ArrayIndexOutOfBoundsException.class);
                assertIsBack(before);
            }
        });
    }

    @Test
    void argumentsOfChildrenAreGivenBackWhenTheyAreRead() throws Exception {
        inSmallMessages(() -> {
            SharedQueue<Long> told = SharedQueue.create();
            told.offer(0L);
            told.take();
            SharedQueue<Integer> end = SharedQueue.create();
            long before = HeapMemory.bytes();
            long[] data = IntStream.range(0, 2 * MIB).asLongStream().toArray();
            ChildProcess child = ChildProcess.builder().daemon(true).start(() -> {
                told.put(Arrays.stream(data).sum());
                end.take();
            });
            assertThat(told.take()).isEqualTo(Arrays.stream(data).sum());
            assertIsBack(before);
            end.put(1);
            child.join();
        });
    }

    @Test
    void chainsAndKnots() throws Exception {
        inSmallMessages(() -> {
            Knot knot = new Knot();
            for (int i = 0; i < 1_000; i++) {
                Knot other = new Knot();
                other.all.add(knot);
                other.data[1] = i;
                knot.all.add(other);
            }
            Object chain = null;
            for (int i = 0; i < 20_000; i++) {
                chain = new Object[] {chain, i};
            }
            SharedQueue<Object> queue = SharedQueue.create();
            queue.put(knot);
            queue.put(chain);
            Knot arrived = (Knot) queue.take();
            assertThat(arrived.all).hasSize(1_000).allMatch(other -> other.all.getFirst() == arrived);
            assertThat(arrived.all.get(999).data[1]).isEqualTo(999);
            int length = 0;
            for (Object next = queue.take(); next != null; next = ((Object[]) next)[0]) {
                length++;
            }
            assertThat(length).isEqualTo(20_000);
        });
    }

    @Test
    void lockInALargeObjectIsTheSame() throws Exception {
        inSmallMessages(() -> {
            SharedQueue<Guarded> queue = SharedQueue.create();
            SharedLock lock = SharedLock.create();
            queue.put(new Guarded(lock, new byte[MIB], lock));
            lock.lock();
            ChildProcess other = start(() -> {
                Guarded taken = queue.take();
                if (taken.lock != taken.same || taken.lock.tryLock() || taken.data.length != MIB) {
                    throw new IllegalStateException("another lock");
                }
            });
            other.join();
            assertThat(other.exitCode()).hasValue(0);
            lock.unlock();
        });
    }

    @Test
    void memoryComesBackWhenItIsReadOrRemovedOrTheQueueIsGone() throws Exception {
        inSmallMessages(() -> {
            SharedQueue<byte[]> queue = SharedQueue.create();
            queue.put(new byte[1]);
            queue.take();
            long before = HeapMemory.bytes();
            byte[] item = new byte[16 * MIB];
            item[item.length - 1] = 1;
            queue.put(item);
            queue.put(item);
            assertThat(HeapMemory.bytes() - before).isBetween(31L * MIB, 33L * MIB);
            assertThat(queue.peek()).isEqualTo(item);
            assertThat(queue.take()).isEqualTo(item);
            assertThat(HeapMemory.bytes() - before).isBetween(15L * MIB, 17L * MIB);
            queue.clear();
            assertThat(HeapMemory.bytes() - before).isLessThan(MIB);
            start(() -> {
                SharedQueue<byte[]> own = SharedQueue.create();
                own.put(item);
            }).join();
            assertIsBack(before);
        });
    }

    @Test
    void whoIsKilledLeavesNothing() throws Exception {
        inSmallMessages(() -> {
            SharedQueue<Object> queue = SharedQueue.create();
            queue.put(1);
            queue.take();
            long before = HeapMemory.bytes();
            assertKilled(start(Step.PUT_WRITTEN, () -> queue.put(new byte[20 * MIB])));
            assertIsBack(before);
            assertKilled(start(Step.PUT_GROWN, () -> {
                long own = ProcessHandle.current().pid();
                queue.put(new Halfway(() -> {
                    new ProcessBuilder("kill", "-KILL", Long.toString(own)).start();
                    Thread.sleep(Long.MAX_VALUE);
                }));
            }));
            assertIsBack(before);
            queue.put(new byte[20 * MIB]);
            assertKilled(start(Step.TAKE_COPIED, queue::take));
            assertThat(HeapMemory.bytes() - before).isGreaterThan(19 * MIB);
            assertKilled(start(Step.TAKE_DONE, queue::take));
            assertThat(queue.poll()).isNull();
            assertIsBack(before);
        });
    }

    @Test
    void whatCannotTravelAfterAllLeavesNothing() throws Exception {
        inSmallMessages(() -> {
            SharedQueue<Object> queue = SharedQueue.create();
            queue.put(1);
            queue.take();
            long before = HeapMemory.bytes();
            assertThatThrownBy(() -> queue.put(new Object[] {new byte[20 * MIB], new Object()}))
                    .isInstanceOf(NotShippableException.class)
                    .hasMessageContaining("is not Serializable");
            assertThatThrownBy(() -> queue.put(new Halfway(() -> {
                throw new IllegalStateException("no");
            }))).isInstanceOf(NotShippableException.class);
            assertThat(HeapMemory.bytes() - before).isLessThan(MIB);
            assertThat(queue).isEmpty();
        });
    }

    @Test
    void filterIsAskedAboutAllOfIt() throws Exception {
        inSmallMessages(() -> {
            SharedQueue<Object> queue = SharedQueue.create();
            queue.put(new Object[] {new byte[MIB], new Measured("s", new double[1])});
            queue.put(new long[MIB]);
            queue.put(new long[MIB - 1]);
            Codec.filter(Config.createFilter("!offspring.ipc.LargeObjectTest$Measured;maxarray=" + (MIB - 1)));
            assertThatThrownBy(queue::take).isInstanceOf(NotShippableException.class).hasMessageContaining("REJECTED");
            assertThatThrownBy(queue::take).isInstanceOf(NotShippableException.class).hasMessageContaining("REJECTED");
            assertThat((long[]) queue.take()).hasSize(MIB - 1);
        });
    }

    @Test
    void whereThereIsNoMemoryPutSaysSo() throws Exception {
        in(List.of(SMALL_MESSAGES, "-Doffspring.region.memoryLeft=" + 10 * MIB), () -> {
            SharedQueue<Object> queue = SharedQueue.create();
            SharedPipe<Object> pipe = SharedPipe.create();
            queue.put(new byte[MIB]);
            queue.take();
            long before = HeapMemory.bytes();
            for (Object large : List.of(new byte[40 * MIB], new Object[] {new byte[40 * MIB]})) {
                assertThatThrownBy(() -> queue.put(large))
                        .isInstanceOf(UncheckedIOException.class)
                        .hasMessageContaining("there is not so much memory");
                assertThatThrownBy(() -> pipe.first().send(large))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("there is not so much memory");
            }
            assertThat(HeapMemory.bytes() - before).isLessThan(MIB);
            assertThat(queue).isEmpty();
            try (Pool pool = Pool.create(1)) {
                assertThatThrownBy(() -> pool.apply((byte[] item) -> item.length, new byte[40 * MIB]))
                        .isInstanceOf(UncheckedIOException.class);
                assertThatThrownBy(() -> pool.apply(() -> new byte[40 * MIB])).isInstanceOf(UncheckedIOException.class);
                assertThat(pool.apply((byte[] item) -> item.length, new byte[4 * MIB])).isEqualTo(4 * MIB);
            }
        });
    }

    /** Takes 10 GiB: the array here and there, and once in between. */
    @Test
    void longsOfThreeGigabytes() throws Exception {
        assumeTrue("long".equals(System.getProperty("stress")), "takes 10 GiB: only with -Dstress=long");
        in(GIGABYTES, () -> {
            SharedQueue<long[]> queue = SharedQueue.create();
            SharedQueue<String> told = SharedQueue.create();
            ChildProcess reader = ChildProcess.builder()
                    .daemon(true)
                    .jvmOptions(GIGABYTES.toArray(String[]::new))
                    .start(() -> {
                        long[] taken = queue.take();
                        told.put(taken.length + " " + sum(taken));
                    });
            long before = HeapMemory.bytes();
            long[] sent = new long[400_000_000];
            Arrays.setAll(sent, i -> i * 0x9E37_79B9_7F4A_7C15L);
            long start = System.nanoTime();
            queue.put(sent);
            long put = System.nanoTime();
            String answer = told.take();
            long took = System.nanoTime();
            System.out.printf("3.2 GB: put %d ms, taken and summed %d ms later; heap %d MiB more%n",
                    (put - start) / 1_000_000, (took - put) / 1_000_000, (HeapMemory.bytes() - before) / MIB);
            assertThat(answer).isEqualTo("400000000 " + sum(sent));
            reader.join();
            assertIsBack(before);
        });
    }

    private static long sum(long[] values) {
        long sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum = 31 * sum + values[i];
        }
        return sum;
    }

    private static void inSmallMessages(Action test) throws Exception {
        in(List.of(SMALL_MESSAGES), test);
    }

    private static void in(List<String> jvmOptions, Action test) throws Exception {
        HeapMemory.settledBytes(); // the heap is the same, and what is garbage is ours
        ChildProcess process = ChildProcess.builder()
                .jvmOptions(jvmOptions.toArray(String[]::new))
                .start(test);
        process.join();
        assertThat(process.exitStatus()).as("see stderr").hasValue(new ExitStatus(0));
    }

    private static ChildProcess start(Action body) {
        return ChildProcess.builder().start(body);
    }

    private static ChildProcess start(Step fatal, Action body) {
        return ChildProcess.builder()
                .jvmOptions("-D" + Step.PROPERTY + "=" + DieAt.class.getName(), "-D" + DieAt.PROPERTY + "=" + fatal)
                .start(body);
    }

    private static void assertKilled(ChildProcess child) throws InterruptedException {
        child.join();
        assertThat(child.exitStatus()).hasValue(new ExitStatus(-9));
    }

    private static void assertIsBack(long before) throws Exception {
        if (Features.has(Feature.PUNCH_HOLE)) {
            Eventually.eventually("the memory is back", () -> HeapMemory.bytes() - before < MIB);
        }
    }
}
