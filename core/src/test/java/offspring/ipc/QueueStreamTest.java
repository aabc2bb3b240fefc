package offspring.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Spliterator;
import java.util.stream.IntStream;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A queue's own stream looks at the items and takes none. */
@ExtendWith(LeakCheck.class)
class QueueStreamTest {

    @Test
    void itsSpliteratorDoesNotSayHowManyThereAre() {
        Spliterator<Integer> items = SharedQueue.<Integer>create().spliterator();
        assertThat(items.hasCharacteristics(Spliterator.SIZED)).isFalse();
        assertThat(items.hasCharacteristics(Spliterator.ORDERED)).isTrue();
        assertThat(items.hasCharacteristics(Spliterator.CONCURRENT)).isTrue();
    }

    @Test
    void itCanBeReadWhileOthersPutAndTake() throws Exception {
        SharedQueue<Integer> queue = SharedQueue.create();
        List<Integer> ten = IntStream.range(0, 10).boxed().toList();
        Thread other = Thread.ofPlatform().start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                queue.addAll(ten);
                ten.forEach(item -> queue.remove());
            }
        });
        try {
            for (int i = 0; i < 1_000; i++) {
                List<Integer> seen = queue.stream().toList();
                assertThat(ten).containsAll(seen);
            }
        } finally {
            other.interrupt();
            other.join();
        }
        assertThat(queue.stream()).isEmpty();
    }
}
