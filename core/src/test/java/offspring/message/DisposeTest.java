package offspring.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import offspring.lock.LockWord;
import offspring.region.FamilyHeap;
import offspring.region.Region;
import offspring.region.SharedCell;
import offspring.testing.Eventually;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A stream is disposed of while somebody has its lock, who should not: neither waits for ever, and nothing is damaged. */
@ExtendWith(LeakCheck.class)
class DisposeTest {

    private static final int KIND_OF_TEST = 0x30; // of which nobody says farewell

    private final SharedCell cell = FamilyHeap.current().cells().create(KIND_OF_TEST);
    private final Region extension = cell.extend(SharedCell.bytesOfParts(MessageStream.PARTS));
    private final MessageStream stream = MessageStream.create(cell, extension, 0, Long.MAX_VALUE, Long.MAX_VALUE);

    DisposeTest() throws IOException {}

    @Test
    void livingTakerIsNotWaitedForAndGoesOn() throws Exception {
        stream.tryPut(new Outgoing(7, new byte[100], 0, 100));
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        FutureTask<Message> taker = start(() -> {
            stream.whileNobodyTakes(() -> {
                inside.countDown();
                awaitUninterruptibly(leave);
            });
            return stream.tryTake();
        });
        inside.await();
        MessageStream other = MessageStream.attach(cell, extension, 0, Long.MAX_VALUE, Long.MAX_VALUE);
        try {
            for (MessageStream view : new MessageStream[] {stream, other}) {
                FutureTask<Void> disposal = start(() -> {
                    view.dispose();
                    return null;
                });
                assertThatThrownBy(() -> in(disposal))
                        .isInstanceOf(ExecutionException.class)
                        .cause()
                        .isInstanceOf(IOException.class)
                        .hasMessage("cannot give back a stream of messages: somebody takes from it");
            }
        } finally {
            leave.countDown();
        }
        assertThat(in(taker).kind()).isEqualTo(7);
        assertThat(new LockWord(cell.part(extension, StreamLayout.TAKE_SIDE)).get()).as("the lock").isZero();
        other.dispose();
    }

    /** Who is in a hurry looks once. */
    @Test
    void interruptedItStillDisposesOfWhatIsFree() throws Exception {
        stream.tryPut(new Outgoing(7, new byte[100], 0, 100));
        Thread.currentThread().interrupt();
        stream.dispose();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(stream.size()).isZero();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException nobodyDoes) {
            throw new IllegalStateException(nobodyDoes);
        }
    }

    private static <T> T in(FutureTask<T> task) throws Exception {
        return task.get(Eventually.patience().toMillis(), TimeUnit.MILLISECONDS);
    }

    private static <T> FutureTask<T> start(java.util.concurrent.Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        Thread.ofPlatform().daemon().start(task);
        return task;
    }
}
