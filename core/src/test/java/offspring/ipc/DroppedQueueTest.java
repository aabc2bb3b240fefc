package offspring.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import offspring.os.Features;
import offspring.os.Features.Feature;
import offspring.testing.Eventually;
import offspring.testing.HeapMemory;
import offspring.testing.LeakCheck;
import offspring.testing.TestJvm;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Queues that were made, and filled, and that nobody can reach any more, in processes that never received anything. */
@ExtendWith(LeakCheck.class)
class DroppedQueueTest {

    private static final int MIB = 1 << 20;

    @BeforeEach
    void memoryCanBeGivenBack() {
        assumeTrue(Features.has(Feature.PUNCH_HOLE), "memory cannot be given back here before the program ends");
    }

    /** Makes nothing shared after the queue. */
    static final class Dropper {
        public static void main(String[] arguments) throws Exception {
            long before = HeapMemory.bytes();
            fillOne(8);
            System.out.println(HeapMemory.bytes() - before > 8 * MIB);
            Eventually.eventually("its memory goes back", () -> {
                System.gc();
                return HeapMemory.bytes() - before < MIB;
            });
            System.out.println("gone");
            System.exit(0);
        }
    }

    @Test
    void goesWithoutAnotherBeingMade() throws Exception {
        try (TestJvm jvm = TestJvm.start(Dropper.class)) {
            assertThat(jvm.readLine()).isEqualTo("true");
            assertThat(jvm.readLine()).isEqualTo("gone");
        }
    }

    /** Has so large a Java heap that the garbage collector does not come by itself. */
    static final class Filler {
        public static void main(String[] arguments) throws Exception {
            SharedQueue<byte[]> later = SharedQueue.create();
            fillOne(12);
            later.put(new byte[12 * MIB]);
            System.out.println(later.take().length);
            fillOne(12);
            SharedPipe<byte[]> pipe = SharedPipe.create(false);
            pipe.second().sendBytes(new byte[12 * MIB]);
            System.out.println(pipe.first().receiveBytes().length);
            System.exit(0);
        }
    }

    @Test
    void goesBeforeAPutFailsForItsMemory() throws Exception {
        List<String> options = List.of("-Doffspring.region.memoryLeft=" + 20 * MIB, "-Xmx1g", "-Xmn600m");
        try (TestJvm jvm = TestJvm.start(List.of(), options, Filler.class)) {
            assertThat(jvm.readLine()).as("queue").isEqualTo(Integer.toString(12 * MIB));
            assertThat(jvm.readLine()).as("pipe").isEqualTo(Integer.toString(12 * MIB));
        }
    }

    private static void fillOne(int mebibytes) throws InterruptedException {
        SharedQueue<byte[]> queue = SharedQueue.create();
        for (int i = 0; i < mebibytes; i++) {
            queue.put(new byte[MIB]);
        }
    }
}
