package offspring.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import offspring.testing.Eventually;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What happens to a message that cannot be sent at once. */
@ExtendWith(LeakCheck.class)
class MessageWriterTest {

    private static final ByteBuffer MESSAGE = ByteBuffer.allocate(100);

    private final NarrowChannel channel = new NarrowChannel();
    private final CountDownLatch armed = new CountDownLatch(1);

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(Eventually.patience().toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        } catch (InterruptedException nobodyDoes) {
            throw new AssertionError(nobodyDoes);
        }
    }

    private static FutureTask<Object> send(MessageWriter writer) {
        FutureTask<Object> sending = new FutureTask<>(() -> {
            writer.send(MESSAGE, false);
            return null;
        });
        Thread.ofPlatform().daemon().start(sending);
        return sending;
    }

    private static void awaitClosed(FutureTask<Object> sending) {
        assertThatThrownBy(() -> sending.get(Eventually.patience().toMillis(), TimeUnit.MILLISECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(ClosedChannelException.class);
    }

    /** Who closes does so after the sender has said that it waits, and before it does. */
    @Test
    void closingBetweenAWriteAndTheWaitForRoomWakesTheSender() {
        MessageWriter[] writer = new MessageWriter[1];
        writer[0] = new MessageWriter(channel, channel::closeQuietly, () -> writer[0].close());
        awaitClosed(send(writer[0]));
        assertThat(channel.isOpen()).isFalse();
    }

    /** The peer, and others who have the socket, are told before the channel is closed, which the sender does. */
    @Test
    void closingInTheMiddleOfAMessageEndsTheSending() {
        channel.room(7);
        List<Boolean> told = new CopyOnWriteArrayList<>();
        MessageWriter writer = new MessageWriter(channel, () -> {
            told.add(channel.isOutputShutDown());
            channel.closeQuietly();
        }, armed::countDown);
        FutureTask<Object> sending = send(writer);
        await(armed);
        writer.close();
        awaitClosed(sending);
        assertThat(told).as("closed once, after the end of the output").containsExactly(true);
        assertThat(channel.written()).isEqualTo(7);
    }

    /** It was closed before the sender says that it waits: nobody will tell it. */
    @Test
    void whoFindsTheChannelClosedDoesNotWaitForRoom() throws Exception {
        MessageWriter writer = new MessageWriter(channel, channel::closeQuietly, armed::countDown);
        channel.beforeWrite(() -> {
            if (channel.isOpen()) {
                writer.close();
            }
        });
        awaitClosed(send(writer));
    }

    @Test
    void failureInTheMiddleOfAMessageEndsTheSending() {
        channel.room(7);
        MessageWriter writer = new MessageWriter(channel, channel::closeQuietly, () -> {
            throw new IOException("no descriptors");
        });
        assertThatThrownBy(() -> writer.send(MESSAGE, false)).hasMessage("no descriptors");
        channel.room(1_000);
        assertThatThrownBy(() -> writer.send(MESSAGE, false))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("only in part");
        assertThat(channel.written()).as("nothing in the middle of the first").isEqualTo(7);
        assertThat(channel.isOutputShutDown()).as("the peer is told").isTrue();
        assertThat(channel.isOpen()).as("what the peer has sent can be read").isTrue();
    }

    @Test
    void failureBeforeAMessageIsBegunHarmsNoOther() throws Exception {
        MessageWriter writer = new MessageWriter(channel, channel::closeQuietly, () -> {
            throw new IOException("no descriptors");
        });
        assertThatThrownBy(() -> writer.send(MESSAGE, false)).hasMessage("no descriptors");
        channel.room(1_000);
        writer.send(MESSAGE, false);
        assertThat(channel.written()).isEqualTo(104);
        assertThat(channel.isOutputShutDown()).isFalse();
    }

    /** The sender has left; the rest fails. */
    @Test
    void failureInTheRestOfAMessageEndsTheSending() throws Exception {
        channel.room(7);
        CountDownLatch fails = new CountDownLatch(2);
        MessageWriter writer = new MessageWriter(channel, channel::closeQuietly, () -> {
            fails.countDown();
            if (fails.getCount() == 0) {
                throw new IOException("no descriptors");
            }
        });
        FutureTask<Boolean> sending = new FutureTask<>(() -> {
            writer.send(MESSAGE, false);
            return Thread.interrupted();
        });
        Thread sender = Thread.ofPlatform().daemon().start(sending);
        Eventually.eventually("it waits for room", () -> sender.getState() == Thread.State.WAITING);
        sender.interrupt();
        assertThat(sending.get()).as("the sender has left, still interrupted").isTrue();
        await(fails);
        channel.room(1_000);
        assertThatThrownBy(() -> writer.send(MESSAGE, false))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("only in part");
        assertThat(channel.written()).isEqualTo(7);
        Eventually.eventually("the peer is told", channel::isOutputShutDown);
    }
}
