package offspring.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import offspring.os.Features;
import offspring.os.Features.Feature;
import offspring.process.ChildProcess;
import offspring.testing.Eventually;
import offspring.testing.HeapMemory;
import offspring.testing.LeakCheck;
import offspring.testing.TestJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * An unbounded queue that nobody takes from while its producer puts a great deal, and ends: all is there, in order, and the
 * memory goes back as it is taken. 256 MB, or 10 GB with {@code -Dstress=long}.
 */
@ExtendWith(LeakCheck.class)
class BacklogTest {

    private static final boolean LONG = "long".equals(System.getProperty("stress"));
    private static final long BACKLOG_BYTES = LONG ? 10L << 30 : 256L << 20;
    private static final long ENOUGH_BYTES = 14L << 30;
    private static final Pattern AVAILABLE = Pattern.compile("(?m)^MemAvailable:\\s+(\\d+) kB$");

    /** Two sizes in turn, neither of which fills a segment evenly. */
    private static final int[] SIZES = {64 << 10, 1 << 20};

    /** What a segment and the one that is kept for later take, at most, beside what is in the queue. */
    private static final long SEGMENTS_BYTES = 3 * (16L << 20) + (1 << 20);

    private static final int HEAD_BYTES = Long.BYTES + Integer.BYTES;

    /** Says when all is taken, and when the memory is back. Of what it asserts one reads on stderr. */
    static final class Taker {
        public static void main(String[] arguments) throws Exception {
            takeAll();
            System.out.println("given back");
            System.exit(0);
        }
    }

    /** In a JVM of its own, since the garbage of others would go back meanwhile. */
    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void backlogOfADeadProducerIsTakenWholeAndItsMemoryGoesBack() throws Exception {
        assumeTrue(!LONG || availableBytes() >= ENOUGH_BYTES, "10 GB of messages need 14 GiB of free memory");
        List<String> options = Stream.of("stress", "offspring.test.patience")
                .filter(property -> System.getProperty(property) != null)
                .map(property -> "-D" + property + "=" + System.getProperty(property))
                .toList();
        try (TestJvm jvm = TestJvm.start(List.of(), options, Taker.class)) {
            String said = jvm.readLine(Eventually.scaled(Duration.ofMinutes(LONG ? 15 : 3)));
            System.getLogger("offspring.test").log(System.Logger.Level.INFO, said);
            assertThat(said).startsWith("taken: ");
            assumeTrue(Features.has(Feature.PUNCH_HOLE), "memory cannot be given back here before the program ends");
            assertThat(jvm.readLine()).isEqualTo("given back");
        }
    }

    private static void takeAll() throws Exception {
        SharedQueue<byte[]> queue = SharedQueue.create();
        long before = HeapMemory.bytes();
        long start = System.nanoTime();
        int count = put(queue);
        long full = HeapMemory.bytes() - before;
        long put = System.nanoTime();
        assertThat(queue).hasSize(count);
        long left = (long) count / SIZES.length * (SIZES[0] + SIZES[1]);
        for (int number = 0; number < count; number++) {
            byte[] item = queue.poll();
            assertThat(item).as("item %s", number).hasSize(SIZES[number % SIZES.length]);
            assertIsItem(item, number);
            left -= item.length;
            if (number % (count / 20) == 0 && Features.has(Feature.PUNCH_HOLE)) {
                assertThat(HeapMemory.bytes() - before)
                        .as("memory while %s bytes are left", left)
                        .isBetween(left, left + left / 50 + SEGMENTS_BYTES);
            }
        }
        long taken = System.nanoTime();
        assertThat(queue.poll()).isNull();
        System.out.printf("taken: %d items, %d MiB of memory when full; put in %d ms, taken in %d ms%n",
                count, full >> 20, (put - start) / 1_000_000, (taken - put) / 1_000_000);
        awaitGivenBack(queue, before);
    }

    /** A child puts all, and ends; how many. */
    private static int put(SharedQueue<byte[]> target) throws Exception {
        int count = (int) (BACKLOG_BYTES / (SIZES[0] + SIZES[1])) * SIZES.length;
        ChildProcess producer = new ChildProcess(() -> {
                    for (int number = 0; number < count; number++) {
                        target.put(item(number));
                    }
                })
                .start();
        assertThat(producer.join(Eventually.scaled(Duration.ofMinutes(LONG ? 10 : 1)))).isTrue();
        assertThat(producer.exitCode()).hasValue(0);
        return count;
    }

    /** Its number, the sum of the rest, and the rest. */
    private static byte[] item(int number) {
        ByteBuffer item = ByteBuffer.allocate(SIZES[number % SIZES.length]);
        item.putLong(number).putInt(0);
        for (long word = number; item.remaining() >= Long.BYTES; word = word * 6_364_136_223_846_793_005L + 1) {
            item.putLong(word);
        }
        return item.putInt(Long.BYTES, sum(item.array())).array();
    }

    private static void assertIsItem(byte[] item, int number) {
        ByteBuffer head = ByteBuffer.wrap(item);
        assertThat(head.getLong()).isEqualTo(number);
        assertThat(head.getInt()).as("sum of item %s", number).isEqualTo(sum(item));
    }

    private static int sum(byte[] item) {
        CRC32C sum = new CRC32C();
        sum.update(item, HEAD_BYTES, item.length - HEAD_BYTES);
        return (int) sum.getValue();
    }

    private static void awaitGivenBack(SharedQueue<byte[]> queue, long before) {
        Eventually.eventually("the memory's return", () -> {
            assertThat(queue.poll(Duration.ofMillis(200))).isNull(); // an idle moment
            return HeapMemory.bytes() - before < 1 << 20;
        });
    }

    private static long availableBytes() throws IOException {
        Matcher line = AVAILABLE.matcher(Files.readString(Path.of("/proc/meminfo")));
        return line.find() ? Long.parseLong(line.group(1)) * 1024 : 0;
    }
}
