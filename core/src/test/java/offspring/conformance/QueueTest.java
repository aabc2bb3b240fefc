package offspring.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import offspring.Action;
import offspring.QueueClosedException;
import offspring.ipc.JoinableQueue;
import offspring.ipc.SharedQueue;
import offspring.process.ChildProcess;
import offspring.process.StartMethod;
import offspring.sync.SharedEvent;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * CPython's {@code _TestQueue}, over processes and over threads, and the cases elsewhere in which a child hands a queue on:
 * {@code TestStdinBadfiledescriptor.test_queue_in_process} and {@code TestStartMethod.test_nested_startmethod}.
 */
@ExtendWith(LeakCheck.class)
class QueueTest {

    private static final int MAX_SIZE = 6;
    private static final Duration SHORT = Duration.ofMillis(50);

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testPut(StartMethod method) throws Exception {
        SharedQueue<Integer> queue = SharedQueue.create(MAX_SIZE);
        SharedEvent mayTake = SharedEvent.create();
        SharedEvent hasTaken = SharedEvent.create();
        ChildProcess child = start(method, () -> {
            mayTake.await();
            for (int i = 0; i < MAX_SIZE; i++) {
                assertThat(queue.take()).isEqualTo(i + 1);
            }
            hasTaken.set();
        });
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.remainingCapacity()).isEqualTo(MAX_SIZE);
        putInEveryForm(queue);
        assertThat(queue.isEmpty()).isFalse();
        assertThat(queue.remainingCapacity()).isZero();
        assertIsFull(queue);
        mayTake.set();
        hasTaken.await();
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.remainingCapacity()).isEqualTo(MAX_SIZE);
        end(child);
    }

    private static void putInEveryForm(SharedQueue<Integer> queue) throws InterruptedException {
        queue.put(1);
        assertThat(queue.add(2)).isTrue();
        assertThat(queue.offer(3)).isTrue();
        assertThat(queue.offer(4, 1, TimeUnit.SECONDS)).isTrue();
        assertThat(queue.offer(5, Duration.ofSeconds(1))).isTrue();
        assertThat(queue.offer(6, Duration.ZERO)).isTrue();
    }

    private static void assertIsFull(SharedQueue<Integer> queue) throws InterruptedException {
        assertThat(queue.offer(7)).isFalse();
        assertThatThrownBy(() -> queue.add(7)).isInstanceOf(IllegalStateException.class);
        assertThat(queue.offer(7, Duration.ZERO)).isFalse();
        assertThat(queue.offer(7, -1, TimeUnit.SECONDS)).isFalse();
        assertThat(queue.offer(7, SHORT)).isFalse();
        assertThat(queue.offer(7, SHORT.toNanos(), TimeUnit.NANOSECONDS)).isFalse();
        assertThat(queue.size()).isEqualTo(MAX_SIZE);
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testGet(StartMethod method) throws Exception {
        SharedQueue<Integer> queue = SharedQueue.create();
        SharedEvent mayPut = SharedEvent.create();
        SharedEvent hasPut = SharedEvent.create();
        ChildProcess child = start(method, () -> {
            mayPut.await();
            for (int i = 1; i <= 5; i++) {
                queue.put(i);
            }
            hasPut.set();
        });
        assertThat(queue.isEmpty()).isTrue();
        mayPut.set();
        hasPut.await();
        assertThat(queue.isEmpty()).isFalse();
        assertThat(queue.take()).isEqualTo(1);
        assertThat(queue.remove()).isEqualTo(2);
        assertThat(queue.poll()).isEqualTo(3);
        assertThat(queue.poll(1, TimeUnit.SECONDS)).isEqualTo(4);
        assertThat(queue.poll(Duration.ZERO)).isEqualTo(5);
        assertIsEmpty(queue);
        end(child);
    }

    private static void assertIsEmpty(SharedQueue<Integer> queue) throws InterruptedException {
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.poll()).isNull();
        assertThatThrownBy(queue::remove).isInstanceOf(NoSuchElementException.class);
        assertThat(queue.poll(Duration.ZERO)).isNull();
        assertThat(queue.poll(-1, TimeUnit.SECONDS)).isNull();
        assertThat(queue.poll(SHORT)).isNull();
        assertThat(queue.poll(SHORT.toNanos(), TimeUnit.NANOSECONDS)).isNull();
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testFork(StartMethod method) throws Exception {
        SharedQueue<Integer> queue = SharedQueue.create();
        for (int i = 0; i < 10; i++) {
            queue.put(i);
        }
        end(start(method, () -> {
            for (int i = 10; i < 20; i++) {
                queue.put(i);
            }
        }));
        for (int i = 0; i < 20; i++) {
            assertThat(queue.take()).isEqualTo(i);
        }
        assertThat(queue.poll()).isNull();
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testQsize(StartMethod method) throws Exception {
        SharedQueue<Integer> queue = SharedQueue.create();
        assertThat(queue.size()).isZero();
        queue.put(1);
        assertThat(queue.size()).isEqualTo(1);
        end(start(method, () -> {
            assertThat(queue.size()).isEqualTo(1);
            queue.put(5);
            assertThat(queue.size()).isEqualTo(2);
        }));
        assertThat(queue.size()).isEqualTo(2);
        queue.take();
        assertThat(queue.size()).isEqualTo(1);
        end(start(method, () -> {
            assertThat(queue.poll()).isEqualTo(5);
            assertThat(queue.size()).isZero();
        }));
        assertThat(queue.size()).isZero();
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testTaskDone(StartMethod method) throws Exception {
        JoinableQueue<Integer> queue = JoinableQueue.create();
        SharedQueue<Integer> done = SharedQueue.create();
        List<ChildProcess> workers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            workers.add(start(method, () -> {
                for (int item = queue.take(); item >= 0; item = queue.take()) {
                    done.put(item);
                    queue.taskDone();
                }
                queue.taskDone();
            }));
        }
        for (int i = 0; i < 10; i++) {
            queue.put(i);
        }
        queue.join();
        assertThat(done).containsExactlyInAnyOrderElementsOf(IntStream.range(0, 10).boxed().toList());
        for (int i = 0; i < workers.size(); i++) {
            queue.put(-1);
        }
        for (ChildProcess worker : workers) {
            end(worker);
        }
        assertThat(queue.join(Duration.ZERO)).isTrue();
        assertThatThrownBy(queue::taskDone).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testTimeout(StartMethod method) throws Exception {
        SharedQueue<Integer> queue = SharedQueue.create();
        end(start(method, () -> {
            long start = System.nanoTime();
            assertThat(queue.poll(Duration.ofMillis(200))).isNull();
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(200_000_000);
        }));
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testClosedQueuePutGetExceptions(StartMethod method) throws Exception {
        for (SharedQueue<Integer> queue : List.of(SharedQueue.<Integer>create(), JoinableQueue.<Integer>create())) {
            queue.close();
            assertIsClosed(queue);
            end(start(method, () -> assertIsClosed(queue)));
        }
    }

    /** CPython's {@code empty} fails once the queue was used. Ours tells what is there, as a collection's does, closed or not. */
    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testClosedQueueEmptyExceptions(StartMethod method) throws Exception {
        for (SharedQueue<Integer> queue : List.of(SharedQueue.<Integer>create(), JoinableQueue.<Integer>create())) {
            queue.close();
            assertThat(queue.isEmpty()).isTrue();
        }
        for (SharedQueue<Integer> queue : List.of(SharedQueue.<Integer>create(), JoinableQueue.<Integer>create())) {
            queue.put(1);
            queue.close();
            end(start(method, () -> {
                assertThat(queue.isEmpty()).isFalse();
                assertThat(queue.take()).isEqualTo(1);
                assertThat(queue.isEmpty()).isTrue();
                assertIsClosed(queue);
            }));
            assertThat(queue.isEmpty()).isTrue();
        }
    }

    private static void assertIsClosed(SharedQueue<Integer> queue) {
        assertThat(queue.isClosed()).isTrue();
        assertThatThrownBy(() -> queue.put(1)).isInstanceOf(QueueClosedException.class).hasMessageContaining("is closed");
        assertThatThrownBy(() -> queue.offer(1)).isInstanceOf(QueueClosedException.class).hasMessageContaining("is closed");
        assertThatThrownBy(queue::take).isInstanceOf(QueueClosedException.class).hasMessageContaining("is closed");
        assertThat(queue.poll()).isNull();
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testQueueInProcess(StartMethod method) throws Exception {
        end(start(method, () -> {
            SharedQueue<String> queue = SharedQueue.create();
            ChildProcess grandchild =
                    ChildProcess.builder().startMethod(method).daemon(true).start(() -> queue.put("from below"));
            end(grandchild);
            assertThat(queue.poll()).isEqualTo("from below");
        }));
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testNestedStartmethod(StartMethod method) throws Exception {
        for (StartMethod ofGrandchild : StartMethod.values()) {
            SharedQueue<Integer> queue = SharedQueue.create();
            end(start(method, () -> {
                queue.put(1);
                end(start(ofGrandchild, () -> queue.put(2)));
            }));
            assertThat(queue.take()).isEqualTo(1);
            assertThat(queue.take()).isEqualTo(2);
            assertThat(queue.isEmpty()).isTrue();
        }
    }

    private static void end(ChildProcess child) throws InterruptedException {
        child.join();
        assertThat(child.exitCode()).hasValue(0);
    }

    private static ChildProcess start(StartMethod method, Action body) {
        return ChildProcess.builder().startMethod(method).start(body);
    }
}
