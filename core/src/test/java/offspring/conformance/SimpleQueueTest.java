package offspring.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import offspring.Action;
import offspring.QueueClosedException;
import offspring.ipc.SimpleQueue;
import offspring.process.ChildProcess;
import offspring.process.StartMethod;
import offspring.sync.SharedEvent;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** CPython's {@code TestSimpleQueue}, over processes and over threads. */
@ExtendWith(LeakCheck.class)
class SimpleQueueTest {

    @Test
    void testEmptyExceptionsOfAnUnusedQueue() {
        assertThatItIsClosed(SimpleQueue.create());
    }

    @Test
    void testEmptyExceptionsOfAUsedQueue() throws Exception {
        SimpleQueue<Integer> queue = SimpleQueue.create();
        assertThat(queue.isEmpty()).isTrue();
        queue.put(1);
        assertThat(queue.get()).isEqualTo(1);
        assertThatItIsClosed(queue);
    }

    private static void assertThatItIsClosed(SimpleQueue<Integer> queue) {
        queue.close();
        assertThatThrownBy(queue::isEmpty).isInstanceOf(QueueClosedException.class).hasMessageContaining("is closed");
        assertThatThrownBy(queue::get).isInstanceOf(QueueClosedException.class).hasMessageContaining("is closed");
        assertThatThrownBy(() -> queue.put(1)).isInstanceOf(QueueClosedException.class).hasMessageContaining("is closed");
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testEmpty(StartMethod method) throws Exception {
        SimpleQueue<Boolean> queue = SimpleQueue.create();
        SharedEvent mayPut = SharedEvent.create();
        SharedEvent hasPut = SharedEvent.create();
        ChildProcess child = start(method, () -> {
            mayPut.await();
            queue.put(queue.isEmpty());
            queue.put(queue.isEmpty());
            hasPut.set();
        });
        assertThat(queue.isEmpty()).isTrue();
        mayPut.set();
        hasPut.await();
        assertThat(queue.isEmpty()).isFalse();
        assertThat(queue.get()).isTrue();
        assertThat(queue.get()).isFalse();
        assertThat(queue.isEmpty()).isTrue();
        child.join();
        assertThat(child.exitCode()).hasValue(0);
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testClose(StartMethod method) throws Exception {
        SimpleQueue<Integer> queue = SimpleQueue.create();
        queue.close();
        queue.close();
        ChildProcess child = start(method, queue::close);
        child.join();
        assertThat(child.exitCode()).hasValue(0);
    }

    private static ChildProcess start(StartMethod method, Action body) {
        return ChildProcess.builder().startMethod(method).start(body);
    }
}
