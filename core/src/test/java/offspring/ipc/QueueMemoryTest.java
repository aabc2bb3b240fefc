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

    @Test
    void putSaysSoAndNothingIsLost() throws Exception {
        List<String> little = List.of("-Doffspring.region.memoryLeft=" + 10 * MIB);
        try (TestJvm jvm = TestJvm.start(List.of(), little, Filler.class)) {
            assertThat(jvm.readLine())
                    .startsWith("cannot put into a SharedQueue: there is not so much memory; availableBytes=")
                    .contains("messageBytes=");
            assertThat(jvm.readLine()).startsWith("cannot put into a SharedQueue: there is not so much memory");
            assertThat(jvm.readLine()).isEqualTo("all there");
            assertThat(jvm.readLine()).isEqualTo("goes on");
        }
    }
}
