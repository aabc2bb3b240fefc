package offspring.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import offspring.region.FamilyHeap;
import offspring.testing.Eventually;
import offspring.testing.LeakCheck;
import offspring.testing.SystemCalls;
import offspring.testing.TestJvm;
import offspring.wire.Payload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a queue between two processes costs that are both awake: hardly any system call, in either. */
@ExtendWith(LeakCheck.class)
class AwakeCostTest {

    private static final int WARM_UP = 50_000;
    private static final int PAIRS = 1_000_000;

    /** No more than these are in the queue, so that it stays in the memory that it has. */
    private static final int MOST = 1_000;

    private static final List<String> OPTIONS = List.of("-Xmx64m", "-XX:-UsePerfData");

    /** Makes the queue, says where it is, and takes without ever waiting. */
    static final class Consumer {
        public static void main(String[] arguments) throws Exception {
            SharedQueue<Integer> queue = SharedQueue.create(MOST);
            String heap = FamilyHeap.current().path().toString();
            System.out.println(heap + " " + HexFormat.of().formatHex(Payload.encode(queue)));
            take(queue, WARM_UP);
            SystemCalls.mark("begin");
            take(queue, PAIRS);
            SystemCalls.mark("end");
            System.out.println("all taken");
            System.exit(0);
        }

        private static void take(SharedQueue<Integer> queue, int count) {
            for (int next = 0; next < count; next++) {
                Integer item = queue.poll();
                while (item == null) {
                    Thread.onSpinWait();
                    item = queue.poll();
                }
                if (item != next) {
                    throw new IllegalStateException("expected " + next + " and not " + item);
                }
            }
        }
    }

    /** Puts into the queue that it is told of, without ever waiting. */
    static final class Producer {
        public static void main(String[] arguments) throws Exception {
            FamilyHeap.inherit(Path.of(arguments[0]));
            @SuppressWarnings("unchecked") // what the consumer has made
            SharedQueue<Integer> queue = (SharedQueue<Integer>) Payload.decode(HexFormat.of().parseHex(arguments[1]));
            put(queue, WARM_UP);
            SystemCalls.mark("begin");
            put(queue, PAIRS);
            SystemCalls.mark("end");
            System.out.println("all put");
            System.exit(0);
        }

        private static void put(SharedQueue<Integer> queue, int count) {
            for (int next = 0; next < count; next++) {
                while (!queue.offer(next)) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    @Test
    void millionPairsBetweenTwoProcessesMakeHardlyAnySystemCall(@TempDir Path directory) throws Exception {
        Duration limit = Eventually.scaled(Duration.ofMinutes(3));
        Path ofConsumer = directory.resolve("consumer");
        Path ofProducer = directory.resolve("producer");
        try (TestJvm consumer = TestJvm.start(SystemCalls.traceTo(ofConsumer), OPTIONS, Consumer.class)) {
            String[] where = consumer.readLine().split(" ");
            try (TestJvm producer = TestJvm.start(SystemCalls.traceTo(ofProducer), OPTIONS, Producer.class, where)) {
                assertThat(producer.readLine(limit)).isEqualTo("all put");
                assertThat(consumer.readLine(limit)).isEqualTo("all taken");
                producer.awaitEnd();
                consumer.awaitEnd();
            }
        }
        assertThat(SystemCalls.between(ofConsumer, "begin", "end")).as("of a million takes").hasSizeLessThan(1_000);
        assertThat(SystemCalls.between(ofProducer, "begin", "end")).as("of a million puts").hasSizeLessThan(1_000);
    }
}
