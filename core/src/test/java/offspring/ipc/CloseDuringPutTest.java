package offspring.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.FutureTask;
import offspring.QueueClosedException;
import offspring.lock.Step;
import offspring.os.Signals;
import offspring.process.ChildProcess;
import offspring.testing.Eventually;
import offspring.testing.Family;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A queue is closed while a process is in the middle of a put, which succeeds: nobody says before that it is empty. */
@ExtendWith(LeakCheck.class)
class CloseDuringPutTest {

    @Test
    void takeWaitsForAPutThatIsUnderWayWhenItIsClosed() throws Exception {
        SharedQueue<Integer> queue = SharedQueue.create();
        ChildProcess putter = ChildProcess.builder()
                .jvmOptions("-D" + Step.PROPERTY + "=" + StopAtPut.class.getName())
                .start(() -> queue.put(1));
        try {
            takesWhatTheStoppedOnePuts(queue, putter);
        } finally {
            putter.kill();
        }
    }

    private static void takesWhatTheStoppedOnePuts(SharedQueue<Integer> queue, ChildProcess putter) throws Exception {
        Eventually.eventually("the putter's stop", () -> Family.isStopped(putter.pid()));
        Thread closer = Thread.ofVirtual().start(queue::close);
        Eventually.eventually("the queue's close", queue::isClosed);
        FutureTask<Integer> taken = new FutureTask<>(queue::take);
        Thread taker = Thread.ofPlatform().start(taken);
        assertThat(taker.join(Duration.ofMillis(100))).isFalse();

        Signals.send(putter.pid(), Signals.SIGCONT);
        assertThat(taken.get()).isEqualTo(1);
        putter.join();
        assertThat(putter.exitCode()).hasValue(0);
        closer.join();
        assertThatThrownBy(queue::take).isInstanceOf(QueueClosedException.class);
    }
}
