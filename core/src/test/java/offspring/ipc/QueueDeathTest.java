package offspring.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.EOFException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import offspring.Action;
import offspring.lock.Step;
import offspring.os.Features;
import offspring.os.Features.Feature;
import offspring.process.ChildProcess;
import offspring.sync.Waitable;
import offspring.testing.DieAt;
import offspring.testing.HeapMemory;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a death in the middle of taking or removing leaves to be seen before anybody takes again, and what after. */
@ExtendWith(LeakCheck.class)
class QueueDeathTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int LARGE = 30_000_000;

    @Test
    void whoPassesOverRemovedItemsDoesNotHideTheOthers() throws Exception {
        SharedQueue<Integer> queue = SharedQueue.create();
        queue.addAll(List.of(1, 2, 3, 4));
        assertThat(queue.removeAll(List.of(1, 2))).isTrue();
        killed(Step.TAKE_DONE, queue::take);
        assertThat(queue.size()).isEqualTo(1);
        assertThat(Waitable.waitForAny(List.of(queue), Duration.ZERO)).containsExactly(queue);
        assertThat(queue.take()).isEqualTo(4);
    }

    @Test
    void aRemovedItemLeavesRoomThoughItsRemoverDied() throws Exception {
        SharedQueue<Integer> queue = SharedQueue.create(1);
        queue.put(1);
        killed(Step.TAKE_REMOVED, queue::clear);
        assertThat(queue.size()).isZero();
        assertThat(queue.offer(2, SOON)).isTrue();
        assertThat(queue.take()).isEqualTo(2);
    }

    /** More ends than any fixed number of notes would hold. */
    @ParameterizedTest
    @EnumSource(value = Step.class, names = {"TAKE_DONE", "TAKE_REMOVED", "TAKE_GIVEN_BACK"})
    void whatIsInAMessageIsGivenBackAtTheNextUse(Step step) throws Exception {
        SharedQueue<Object> queue = SharedQueue.create();
        List<SharedPipe<String>> pipes = new ArrayList<>();
        List<Connection<String>> ends = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            pipes.add(SharedPipe.create(false));
            ends.add(pipes.get(i).second());
        }
        queue.put(1);
        queue.put(ends);
        queue.put(2);
        ends.forEach(Connection::close);
        assertThat(queue.take()).isEqualTo(1);
        killed(step, step == Step.TAKE_DONE ? queue::take : () -> queue.removeIf(List.class::isInstance));
        assertThat(queue.size()).isEqualTo(1);
        assertThat(queue.poll()).isEqualTo(2);
        for (SharedPipe<String> pipe : pipes) {
            assertThatThrownBy(pipe.first()::receive).isInstanceOf(EOFException.class);
            pipe.first().close();
        }
        assertThat(queue.poll()).isNull();
    }

    @ParameterizedTest
    @EnumSource(value = Step.class, names = {"TAKE_DONE", "TAKE_REMOVED", "TAKE_GIVEN_BACK"})
    void theMemoryOfALargeItemIsGivenBackAtTheNextUse(Step step) throws Exception {
        assumeTrue(Features.has(Feature.PUNCH_HOLE), "memory cannot be given back here before the program ends");
        SharedQueue<byte[]> queue = SharedQueue.create();
        long before = HeapMemory.settledBytes();
        queue.put(new byte[LARGE]);
        queue.put(new byte[] {7});
        killed(step, step == Step.TAKE_DONE ? queue::take : () -> queue.removeIf(item -> item.length == LARGE));
        assertThat(queue.size()).isEqualTo(1);
        assertThat(queue.poll()).containsExactly(7);
        assertThat(HeapMemory.bytes() - before).isLessThan(1_000_000);
    }

    private static void killed(Step step, Action action) throws Exception {
        ChildProcess child = ChildProcess.builder()
                .jvmOptions("-D" + Step.PROPERTY + "=" + DieAt.class.getName(), "-D" + DieAt.PROPERTY + "=" + step)
                .start(action);
        assertThat(child.join(SOON)).isTrue();
        assertThat(child.exitCode()).as("it never came there").hasValue(-9);
    }
}
