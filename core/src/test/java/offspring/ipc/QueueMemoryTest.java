package offspring.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.util.List;
import offspring.testing.LeakCheck;
import offspring.testing.TestJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A queue for which there is no more memory. */
@ExtendWith(LeakCheck.class)
class QueueMemoryTest {

    private static final int MIB = 1 << 20;

    /** Puts until there is no memory for a larger segment, then goes on. */
    static final class Filler {
        public static void main(String[] arguments) throws Exception {
            SharedQueue<byte[]> queue = SharedQueue.create();
            try {
                queue.put(new byte[40 * MIB]);
                System.out.println("40 MiB went in");
            } catch (UncheckedIOException full) {
                System.out.println(full.getMessage());
            }
            int count = 0;
            try {
                while (count < 1_000) {
                    byte[] item = new byte[100_000];
                    item[count % item.length] = 1;
                    queue.put(item);
                    count++;
                }
            } catch (UncheckedIOException full) {
                System.out.println(full.getMessage());
            }
            System.out.println(queue.size() == count && count > 20 ? "all there" : count + " put, there: " + queue.size());
            for (int i = 0; i < count; i++) {
                byte[] item = queue.poll();
                if (item.length != 100_000 || item[i] != 1) {
                    System.out.println("damaged: " + i);
                }
            }
            queue.put(new byte[] {5});
            System.out.println(queue.take()[0] == 5 && queue.isEmpty() ? "goes on" : "does not go on");
            System.exit(0);
        }
    }

    /** Puts items of one size until there is no memory, takes one, and goes on. */
    static final class SameSize {
        public static void main(String[] arguments) throws Exception {
            SharedQueue<byte[]> queue = SharedQueue.create();
            int size = Integer.parseInt(arguments[0]);
            System.out.println(fill(queue, size));
            System.out.println(queue.take().length);
            System.out.println(fill(queue, size));
            System.out.println(queue.removeIf(item -> item.length == size) + " " + queue.size());
            System.exit(0);
        }

        private static String fill(SharedQueue<byte[]> queue, int size) throws InterruptedException {
            try {
                while (queue.size() < 1_000) {
                    queue.put(new byte[size]);
                }
                return "no end";
            } catch (UncheckedIOException full) {
                return queue.size() + " " + full.getMessage();
            }
        }
    }

    /** Each has a region of its own, of a size at which memory is short long before one of them is too large. */
    @Test
    void itemsOfSomeMebibytesFillTheMemoryAndNoMore() throws Exception {
        try (TestJvm jvm = TestJvm.start(List.of(), memory(18 * MIB), SameSize.class, Integer.toString(5 * MIB))) {
            assertThat(jvm.readLine()).startsWith("3 cannot put into a SharedQueue: there is not so much memory");
            assertThat(jvm.readLine()).isEqualTo(Integer.toString(5 * MIB));
            assertThat(jvm.readLine()).startsWith("3 cannot put into a SharedQueue: there is not so much memory");
            assertThat(jvm.readLine()).isEqualTo("true 0");
        }
    }

    /** They share segments, none of which is large. */
    @Test
    void manySmallItemsFillTheMemoryAndNoMore() throws Exception {
        try (TestJvm jvm = TestJvm.start(List.of(), memory(4 * MIB), SameSize.class, Integer.toString(64 << 10))) {
            String[] full = jvm.readLine().split(" ", 2);
            assertThat(full[1]).startsWith("cannot put into a SharedQueue: there is not so much memory; availableBytes=");
            assertThat(Integer.parseInt(full[0])).isBetween(10, 4 * 16);
            assertThat(jvm.readLine()).isEqualTo(Integer.toString(64 << 10));
            assertThat(jvm.readLine()).contains("there is not so much memory");
            assertThat(jvm.readLine()).isEqualTo("true 0");
        }
    }

    /** Keeps the latest value only, and never takes. */
    static final class Latest {
        public static void main(String[] arguments) throws Exception {
            SharedQueue<byte[]> queue = SharedQueue.create(1);
            for (int i = 0; i < 20_000; i++) {
                queue.clear();
                queue.put(new byte[1 << 10]);
            }
            System.out.println(queue.size());
            System.exit(0);
        }
    }

    @Test
    void whatIsOnlyRemovedGivesItsMemoryBackToo() throws Exception {
        try (TestJvm jvm = TestJvm.start(List.of(), memory(4 * MIB), Latest.class)) {
            assertThat(jvm.readLine()).isEqualTo("1");
        }
    }

    private static List<String> memory(int bytes) {
        return List.of("-Doffspring.region.memoryLeft=" + bytes);
    }

    @Test
    void putSaysSoAndNothingIsLost() throws Exception {
        try (TestJvm jvm = TestJvm.start(List.of(), memory(10 * MIB), Filler.class)) {
            assertThat(jvm.readLine())
                    .startsWith("cannot put into a SharedQueue: there is not so much memory; availableBytes=")
                    .contains("messageBytes=");
            assertThat(jvm.readLine()).startsWith("cannot put into a SharedQueue: there is not so much memory");
            assertThat(jvm.readLine()).isEqualTo("all there");
            assertThat(jvm.readLine()).isEqualTo("goes on");
        }
    }
}
