package offspring.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import offspring.NotShippableException;
import offspring.QueueClosedException;
import offspring.testing.Eventually;
import offspring.testing.LeakCheck;
import offspring.wire.Payload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a queue promises within one process. */
@ExtendWith(LeakCheck.class)
class SharedQueueTest {

    private static final Duration SHORT = Duration.ofMillis(1);

    @Test
    void isABlockingQueue() throws Exception {
        BlockingQueue<Object> queue = SharedQueue.create(2);
        assertThat(queue.offer("a")).isTrue();
        queue.put(List.of(1, 2));
        assertThat(queue.offer("c")).isFalse();
        assertThat(queue.offer("c", 1, TimeUnit.MILLISECONDS)).isFalse();
        assertThatThrownBy(() -> queue.add("c")).isInstanceOf(IllegalStateException.class);
        assertThat(queue.remainingCapacity()).isZero();
        assertThat(queue).containsExactly("a", List.of(1, 2));
        assertThat(queue.peek()).isEqualTo("a");
        assertThat(queue.take()).isEqualTo("a");
        assertThat(queue.poll(1, TimeUnit.MILLISECONDS)).isEqualTo(List.of(1, 2));
        assertThat(queue.poll()).isNull();
        assertThat(queue.poll(1, TimeUnit.MILLISECONDS)).isNull();
        assertThat(queue.peek()).isNull();
        assertThat(queue.remainingCapacity()).isEqualTo(2);
        assertThatThrownBy(() -> queue.put(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void givesCopies() throws Exception {
        SharedQueue<List<String>> queue = SharedQueue.create();
        List<String> item = new ArrayList<>(List.of("a"));
        queue.put(item);
        item.add("b");
        assertThat(queue.take()).containsExactly("a");
    }

    @Test
    void refusesWhatCannotTravelAndTakesNoPlaceForIt() {
        SharedQueue<Object> queue = SharedQueue.create(1);
        assertThatThrownBy(() -> queue.put(new Thread())).isInstanceOf(NotShippableException.class);
        assertThatThrownBy(() -> queue.offer(new Object())).isInstanceOf(NotShippableException.class);
        assertThat(queue).isEmpty();
        assertThat(queue.offer("room")).isTrue();
    }

    @Test
    void refusesASizeThatIsNone() {
        assertThatThrownBy(() -> SharedQueue.create(0)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("maxSize=0");
        assertThatThrownBy(() -> JoinableQueue.create(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void zeroAndNegativeTimesMeanToTryOnce() throws Exception {
        SharedQueue<String> queue = SharedQueue.create(1);
        assertThat(queue.poll(Duration.ZERO)).isNull();
        assertThat(queue.poll(Duration.ofSeconds(-1))).isNull();
        assertThat(queue.offer("a", Duration.ofSeconds(-1))).isTrue();
        assertThat(queue.offer("b", Duration.ZERO)).isFalse();
        assertThat(queue.poll(-1, TimeUnit.DAYS)).isEqualTo("a");
    }

    @Test
    void closedItGivesWhatIsInItAndThenSaysSo() throws Exception {
        SharedQueue<String> queue = SharedQueue.create();
        queue.put("last");
        queue.close();
        queue.close();
        assertThat(queue.isClosed()).isTrue();
        assertThatThrownBy(() -> queue.put("more")).isInstanceOf(QueueClosedException.class).hasMessageContaining("closed");
        assertThatThrownBy(() -> queue.offer("more")).isInstanceOf(QueueClosedException.class);
        assertThat(queue.take()).isEqualTo("last");
        assertThatThrownBy(queue::take).isInstanceOf(QueueClosedException.class).hasMessageContaining("closed and empty");
        assertThat(queue.poll()).isNull();
        assertThat(queue.poll(Duration.ofDays(1))).isNull();
        assertThat(queue).hasToString("SharedQueue[size=0 closed]");
    }

    @Test
    void closeWakesWhoWaits() throws Exception {
        SharedQueue<String> full = SharedQueue.create(1);
        full.put("a");
        SharedQueue<String> empty = SharedQueue.create();
        FutureTask<Object> putter = start(() -> {
            full.put("b");
            return null;
        });
        FutureTask<Object> taker = start(empty::take);
        FutureTask<Object> poller = start(() -> empty.poll(Duration.ofDays(1)));
        full.close();
        empty.close();
        assertThatThrownBy(putter::get).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(QueueClosedException.class);
        assertThatThrownBy(taker::get).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(QueueClosedException.class);
        assertThat(poller.get()).isNull();
        assertThat(full).containsExactly("a");
    }

    @Test
    void interruptEndsAWaitAndChangesNothing() throws Exception {
        SharedQueue<String> queue = SharedQueue.create(1);
        assertInterrupted(queue::take);
        queue.put("a");
        assertInterrupted(() -> {
            queue.put("b");
            return null;
        });
        assertThat(queue).containsExactly("a");
        Thread.currentThread().interrupt();
        assertThatThrownBy(queue::take).isInstanceOf(InterruptedException.class);
        assertThat(queue).hasSize(1);
    }

    private static void assertInterrupted(Callable<Object> wait) throws Exception {
        FutureTask<Object> task = new FutureTask<>(wait);
        Thread thread = Thread.ofPlatform().daemon().start(task);
        Eventually.eventually("it waits", () -> List.of(thread.getStackTrace()).stream()
                .anyMatch(frame -> frame.getMethodName().startsWith("await")));
        thread.interrupt();
        assertThatThrownBy(() -> task.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(InterruptedException.class);
    }

    @Test
    void streamsUntilItIsClosedAndEmpty() throws Exception {
        SharedQueue<Integer> queue = SharedQueue.create(3);
        FutureTask<Object> producer = start(() -> {
            for (int i = 1; i <= 100; i++) {
                queue.put(i);
            }
            queue.close();
            return null;
        });
        assertThat(queue.streamTaken().limit(40).mapToInt(i -> i).sum()).isEqualTo(820);
        AtomicInteger rest = new AtomicInteger();
        queue.forEachTaken(rest::addAndGet);
        assertThat(rest.get()).isEqualTo(5050 - 820);
        producer.get();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> queue.streamTaken().count()).isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void drainsAndRemoves() throws Exception {
        SharedQueue<Integer> queue = SharedQueue.create(10);
        queue.addAll(List.of(1, 2, 3, 4, 5, 6, 7));
        List<Integer> drained = new ArrayList<>();
        assertThat(queue.drainTo(drained, 2)).isEqualTo(2);
        assertThat(queue.remove(4)).isTrue();
        assertThat(queue.remove(4)).isFalse();
        assertThat(queue.removeIf(i -> i % 5 == 0)).isTrue();
        Iterator<Integer> iterator = queue.iterator();
        assertThat(iterator.next()).isEqualTo(3);
        iterator.remove();
        assertThatThrownBy(iterator::remove).isInstanceOf(IllegalStateException.class);
        assertThat(queue).containsExactly(6, 7);
        assertThat(queue.remainingCapacity()).isEqualTo(8);
        assertThat(queue.drainTo(drained)).isEqualTo(2);
        assertThat(drained).containsExactly(1, 2, 6, 7);
        assertThatThrownBy(() -> queue.drainTo(queue)).isInstanceOf(IllegalArgumentException.class);
        queue.add(8);
        queue.clear();
        assertThat(queue).isEmpty();
    }

    @Test
    void isTheSameAtTheOtherEndAndGoesNowhereElse() throws Exception {
        SharedQueue<String> queue = SharedQueue.create(5);
        @SuppressWarnings("unchecked") // what was encoded
        SharedQueue<String> back = (SharedQueue<String>) Payload.decode(Payload.encode(queue));
        assertThat(back).isEqualTo(queue).hasSameHashCodeAs(queue).isNotEqualTo(SharedQueue.create());
        back.put("a");
        assertThat(queue.take()).isEqualTo("a");
        assertThat(back.remainingCapacity()).isEqualTo(5);
        assertThat(Payload.decode(Payload.encode(JoinableQueue.create()))).isInstanceOf(JoinableQueue.class);
        try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
            assertThatThrownBy(() -> out.writeObject(queue))
                    .isInstanceOf(NotSerializableException.class)
                    .hasMessageContaining("offspring.ipc.SharedQueue");
        }
    }

    @Test
    void manyVirtualThreadsWait() throws Exception {
        SharedQueue<Integer> queue = SharedQueue.create();
        List<FutureTask<Integer>> takers = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            FutureTask<Integer> task = new FutureTask<>(queue::take);
            Thread.ofVirtual().start(task);
            takers.add(task);
        }
        for (int i = 0; i < 2_000; i++) {
            queue.put(i);
        }
        long sum = 0;
        for (FutureTask<Integer> taker : takers) {
            sum += taker.get(60, TimeUnit.SECONDS);
        }
        assertThat(sum).isEqualTo(2_000 * 1_999 / 2);
    }

    @Test
    void simpleQueueTakesNull() throws Exception {
        SimpleQueue<String> queue = SimpleQueue.create();
        assertThat(queue.isEmpty()).isTrue();
        queue.put(null);
        queue.put("b");
        assertThat(queue.isEmpty()).isFalse();
        assertThat(queue.get()).isNull();
        queue.close();
        assertThat(queue.get()).isEqualTo("b");
        assertThatThrownBy(queue::get).isInstanceOf(QueueClosedException.class);
        assertThatThrownBy(queue::isEmpty).isInstanceOf(QueueClosedException.class);
        assertThatThrownBy(() -> queue.put("c")).isInstanceOf(QueueClosedException.class);
    }

    @Test
    void joinWaitsForWhatIsNotDone() throws Exception {
        JoinableQueue<Integer> queue = JoinableQueue.create();
        assertThat(queue.join(Duration.ZERO)).isTrue();
        assertThatThrownBy(queue::taskDone).isInstanceOf(IllegalStateException.class);
        queue.addAll(List.of(1, 2, 3, 4));
        assertThat(queue.join(SHORT)).isFalse();
        queue.take();
        queue.taskDone();
        assertThat(queue.remove(3)).isTrue();
        queue.take();
        queue.take();
        assertThat(queue.join(Duration.ZERO)).isFalse();
        queue.taskDone();
        FutureTask<Object> joiner = start(() -> {
            queue.join();
            return "joined";
        });
        queue.taskDone();
        assertThat(joiner.get(20, TimeUnit.SECONDS)).isEqualTo("joined");
        assertThatThrownBy(queue::taskDone).isInstanceOf(IllegalStateException.class).hasMessageContaining("JoinableQueue");
        Thread.currentThread().interrupt();
        assertThatThrownBy(queue::join).isInstanceOf(InterruptedException.class);
    }

    private static FutureTask<Object> start(Callable<Object> call) {
        FutureTask<Object> task = new FutureTask<>(call);
        Thread.ofPlatform().daemon().start(task);
        return task;
    }
}
