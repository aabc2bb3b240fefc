package offspring.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import offspring.BufferTooShortException;
import offspring.NotShippableException;
import offspring.os.Features;
import offspring.os.Features.Feature;
import offspring.region.FamilyHeap;
import offspring.testing.Eventually;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A pipe whose ends are both in this process. */
@ExtendWith(LeakCheck.class)
class PipeTest {

    private static final int MEBIBYTE = 1 << 20;

    private final SharedPipe<Object> pipe = SharedPipe.create();
    private final SharedPipe<Object> oneWay = SharedPipe.create(false);

    @AfterEach
    void close() {
        pipe.close();
        oneWay.close();
    }

    @Test
    void messagesOfBothKindsGoBothWays() throws Exception {
        pipe.first().send(List.of(1, "two", 3.0));
        pipe.first().send(null);
        pipe.first().sendBytes(new byte[] {1, 2});
        pipe.second().send("back");
        assertThat(pipe.second().receive()).isEqualTo(List.of(1, "two", 3.0));
        assertThat(pipe.second().receive()).isNull();
        assertThat(pipe.second().receiveBytes()).containsExactly(1, 2);
        assertThat(pipe.first().receive()).isEqualTo("back");
        assertThat(pipe.first().poll()).isFalse();
        assertThat(pipe.second().poll()).isFalse();
    }

    @Test
    void messagesKeepTheirBoundariesWhateverTheirSize() throws Exception {
        int[] sizes = {0, 1, 0, 0, 100, 4_096, 70_000, 3 * MEBIBYTE, 0, 5};
        for (int size : sizes) {
            oneWay.second().sendBytes(bytes(size));
        }
        for (int size : sizes) {
            assertThat(oneWay.first().receiveBytes()).isEqualTo(bytes(size));
        }
    }

    @Test
    void largerThanAllThatMayBeUnread() throws Exception {
        byte[] large = bytes(40 * MEBIBYTE);
        oneWay.second().sendBytes(large);
        assertThat(oneWay.first().receiveBytes()).isEqualTo(large);
    }

    @Test
    void senderWaitsWhileMuchIsUnread() throws Exception {
        int count = 40;
        FutureTask<Integer> sender = start(() -> {
            for (int i = 0; i < count; i++) {
                oneWay.second().sendBytes(new byte[MEBIBYTE]);
            }
            return count;
        });
        Eventually.eventually("a message", oneWay.first()::poll);
        Eventually.eventually("a sender that waits", () -> sender.state() == FutureTask.State.RUNNING
                && isWaiting(sender));
        for (int i = 0; i < count; i++) {
            assertThat(oneWay.first().receiveBytes()).hasSize(MEBIBYTE);
        }
        assertThat(sender.get()).isEqualTo(count);
    }

    @Test
    void pollTakesNothing() throws Exception {
        assertThat(pipe.second().poll()).isFalse();
        assertThat(pipe.second().poll(Duration.ofMillis(5))).isFalse();
        assertThat(pipe.second().poll(Duration.ofSeconds(-1))).isFalse();
        pipe.first().send("one");
        for (int i = 0; i < 3; i++) {
            assertThat(pipe.second().poll()).isTrue();
            assertThat(pipe.second().poll(Duration.ZERO)).isTrue();
            assertThat(pipe.second().poll(Duration.ofDays(1_000_000))).isTrue();
        }
        assertThat(pipe.second().receive()).isEqualTo("one");
        assertThat(pipe.second().poll()).isFalse();
    }

    @Test
    void pollWaitsForAMessage() throws Exception {
        FutureTask<Boolean> waiter = start(() -> pipe.second().poll(Eventually.patience()));
        awaitWaiting(waiter);
        pipe.first().send("one");
        assertThat(waiter.get()).isTrue();
    }

    @Test
    void whoPollsLeavesTheWakeUpToWhoReceives() throws Exception {
        List<FutureTask<Boolean>> pollers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            pollers.add(start(() -> pipe.second().poll(Eventually.patience())));
            awaitWaiting(pollers.getLast());
        }
        FutureTask<Object> receiver = start(pipe.second()::receive);
        awaitWaiting(receiver);
        pipe.first().send("one");
        assertThat(receiver.get()).isEqualTo("one");
        pipe.first().send("two");
        for (FutureTask<Boolean> poller : pollers) {
            assertThat(poller.get()).isTrue();
        }
        assertThat(pipe.second().receive()).isEqualTo("two");
    }

    @Test
    void wrongDirection() throws Exception {
        assertThat(oneWay.first().isReadable()).isTrue();
        assertThat(oneWay.first().isWritable()).isFalse();
        assertThat(oneWay.second().isReadable()).isFalse();
        assertThat(oneWay.second().isWritable()).isTrue();
        assertThatThrownBy(() -> oneWay.first().send("x")).isExactlyInstanceOf(IOException.class)
                .hasMessageContaining("only receives");
        assertThatThrownBy(() -> oneWay.first().sendBytes(new byte[1])).isExactlyInstanceOf(IOException.class);
        assertThatThrownBy(() -> oneWay.second().receive()).isExactlyInstanceOf(IOException.class)
                .hasMessageContaining("only sends");
        assertThatThrownBy(() -> oneWay.second().receiveBytes()).isExactlyInstanceOf(IOException.class);
        assertThatThrownBy(() -> oneWay.second().poll()).isExactlyInstanceOf(IOException.class);
        assertThatThrownBy(() -> oneWay.second().poll(Duration.ZERO)).isExactlyInstanceOf(IOException.class);
        assertThat(pipe.first().isReadable() && pipe.first().isWritable()).isTrue();
        assertThat(pipe.second().isReadable() && pipe.second().isWritable()).isTrue();
    }

    @Test
    void wrongKindOfMessage() throws Exception {
        pipe.first().sendBytes(new byte[3]);
        pipe.first().send("object");
        pipe.first().send("next");
        assertThatThrownBy(() -> pipe.second().receive()).isInstanceOf(IOException.class)
                .hasMessageContaining("sent as bytes").hasMessageContaining("receiveBytes()");
        assertThatThrownBy(() -> pipe.second().receiveBytes()).isInstanceOf(IOException.class)
                .hasMessageContaining("sent as an object").hasMessageContaining("receive()");
        assertThat(pipe.second().receive()).isEqualTo("next");
    }

    @Test
    void whatCannotTravelIsTheSendersErrorAndNothingIsSent() throws Exception {
        assertThatThrownBy(() -> pipe.first().send(new Object())).isInstanceOf(NotShippableException.class);
        assertThat(pipe.second().poll()).isFalse();
        pipe.first().send("fine");
        assertThat(pipe.second().receive()).isEqualTo("fine");
    }

    @Test
    void endOfFileAfterAllThatWasSent() throws Exception {
        pipe.first().send("one");
        pipe.first().sendBytes(new byte[2]);
        pipe.first().close();
        assertThat(pipe.second().receive()).isEqualTo("one");
        assertThat(pipe.second().receiveBytes()).hasSize(2);
        assertThat(pipe.second().poll()).isTrue();
        assertThat(pipe.second().poll(Duration.ofSeconds(1))).isTrue();
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> pipe.second().receive()).isInstanceOf(EOFException.class)
                    .hasMessageContaining("nobody holds the other end");
            assertThatThrownBy(() -> pipe.second().receiveBytes()).isInstanceOf(EOFException.class);
        }
        assertThat(pipe.second().isOpen()).isTrue();
        assertThatThrownBy(() -> pipe.second().send("x")).isExactlyInstanceOf(IOException.class)
                .hasMessageContaining("nobody holds the other end");
        assertThatThrownBy(() -> pipe.second().sendBytes(new byte[1])).isExactlyInstanceOf(IOException.class);
    }

    @Test
    void closingTheOtherEndEndsTheWaits() throws Exception {
        FutureTask<Object> receiver = start(oneWay.first()::receive);
        awaitWaiting(receiver);
        oneWay.second().close();
        assertThat(failure(receiver)).isInstanceOf(EOFException.class);
        FutureTask<Void> sender = start(() -> {
            while (true) {
                pipe.first().sendBytes(new byte[4 * MEBIBYTE]);
            }
        });
        awaitWaiting(sender);
        pipe.second().close();
        assertThat(failure(sender)).isExactlyInstanceOf(IOException.class).hasMessageContaining("nobody holds");
    }

    @Test
    void closedEndDoesNothing() throws Exception {
        pipe.first().send("unread");
        pipe.second().close();
        pipe.second().close();
        assertThat(pipe.second().isOpen()).isFalse();
        assertThatThrownBy(() -> pipe.second().receive()).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> pipe.second().receiveBytes()).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> pipe.second().poll()).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> pipe.second().poll(Duration.ofSeconds(1))).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> pipe.second().send("x")).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> pipe.second().sendBytes(new byte[1])).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> pipe.first().send(pipe.second())).isInstanceOf(NotShippableException.class)
                .hasMessageContaining("it is closed here");
        assertThat(pipe.second().toString()).contains("closed");
    }

    @Test
    void closingAnEndEndsTheWaitsOfItsThreads() throws Exception {
        FutureTask<Object> receiver = start(pipe.first()::receive);
        FutureTask<Boolean> poller = start(() -> pipe.first().poll(Eventually.patience()));
        FutureTask<Void> sender = start(() -> {
            while (true) {
                pipe.first().sendBytes(new byte[4 * MEBIBYTE]);
            }
        });
        awaitWaiting(receiver);
        awaitWaiting(poller);
        awaitWaiting(sender);
        pipe.first().close();
        assertThat(failure(receiver)).isInstanceOf(ClosedChannelException.class);
        assertThat(failure(poller)).isInstanceOf(ClosedChannelException.class);
        assertThat(failure(sender)).isInstanceOf(ClosedChannelException.class);
        int received = 0;
        while (true) {
            try {
                received += pipe.second().receiveBytes().length;
            } catch (EOFException gone) {
                break;
            }
        }
        assertThat(received).isPositive();
    }

    @Test
    void interruptsLeaveItUsable() throws Exception {
        FutureTask<Object> receiver = start(pipe.first()::receive);
        FutureTask<Void> sender = start(() -> {
            while (true) {
                pipe.first().sendBytes(new byte[4 * MEBIBYTE]);
            }
        });
        awaitWaiting(receiver);
        awaitWaiting(sender);
        threadOf(receiver).interrupt();
        threadOf(sender).interrupt();
        assertThat(failure(receiver)).isInstanceOf(InterruptedException.class);
        assertThat(failure(sender)).isInstanceOf(InterruptedException.class);
        while (pipe.second().poll()) {
            assertThat(pipe.second().receiveBytes()).hasSize(4 * MEBIBYTE);
        }
        pipe.second().send("still there");
        assertThat(pipe.first().receive()).isEqualTo("still there");
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> pipe.first().send("x")).isInstanceOf(InterruptedException.class);
        pipe.second().poll();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> pipe.first().receive()).isInstanceOf(InterruptedException.class);
        assertThat(pipe.second().poll()).isFalse();
    }

    @Test
    void limitOfWhatIsReceived() throws Exception {
        pipe.first().sendBytes(new byte[10]);
        pipe.first().sendBytes(new byte[11]);
        assertThat(pipe.second().receiveBytes(10)).hasSize(10);
        assertThatThrownBy(() -> pipe.second().receiveBytes(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> pipe.second().receiveBytes(10)).isExactlyInstanceOf(IOException.class)
                .hasMessageContaining("bytes=11 max=10");
        assertThat(pipe.second().isOpen()).isFalse();
        assertThatThrownBy(() -> pipe.second().receiveBytes(10)).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void buffers() throws Exception {
        ByteBuffer out = ByteBuffer.allocateDirect(8).put(new byte[] {1, 2, 3, 4}).flip().position(1);
        pipe.first().sendBytes(out);
        assertThat(out.hasRemaining()).isFalse();
        ByteBuffer slice = ByteBuffer.wrap(new byte[] {9, 9, 5, 6, 7, 9}, 1, 5).slice().position(1).limit(4);
        pipe.first().sendBytes(slice);
        assertThat(slice.hasRemaining()).isFalse();
        pipe.first().sendBytes(slice);
        ByteBuffer in = ByteBuffer.allocate(8).position(1);
        assertThat(pipe.second().receiveBytes(in)).isEqualTo(3);
        assertThat(pipe.second().receiveBytes(in)).isEqualTo(3);
        assertThat(pipe.second().receiveBytes(in)).isZero();
        assertThat(in.position()).isEqualTo(7);
        assertThat(in.array()).containsExactly(0, 2, 3, 4, 5, 6, 7, 0);
        pipe.first().sendBytes(new byte[] {1, 2});
        assertThatThrownBy(() -> pipe.second().receiveBytes(in)).isInstanceOf(BufferTooShortException.class)
                .satisfies(e -> assertThat(((BufferTooShortException) e).message()).containsExactly(1, 2));
        assertThat(in.position()).isEqualTo(7);
        pipe.first().sendBytes(new byte[] {1, 2});
        assertThatThrownBy(() -> pipe.second().receiveBytes(in.asReadOnlyBuffer()))
                .isInstanceOf(ReadOnlyBufferException.class);
        assertThat(pipe.second().receiveBytes()).hasSize(2);
    }

    @Test
    void eachMessageGoesWholeToOneOfManyReceivers() throws Exception {
        int each = 2_000;
        ConcurrentLinkedQueue<Integer> received = new ConcurrentLinkedQueue<>();
        List<FutureTask<Integer>> tasks = new ArrayList<>();
        for (int reader = 0; reader < 3; reader++) {
            tasks.add(start(() -> {
                for (int last = 0; last >= 0; ) {
                    int[] numbers = (int[]) oneWay.first().receive();
                    assertThat(numbers).containsOnly(numbers[0]);
                    last = numbers[0];
                    received.add(last);
                }
                return 0;
            }));
        }
        List<FutureTask<Integer>> senders = new ArrayList<>();
        for (int sender = 0; sender < 3; sender++) {
            int from = sender * each;
            senders.add(start(() -> {
                Random random = new Random(from);
                for (int i = 0; i < each; i++) {
                    int[] numbers = new int[1 + random.nextInt(200)];
                    Arrays.fill(numbers, from + i);
                    oneWay.second().send(numbers);
                }
                return 0;
            }));
        }
        for (FutureTask<Integer> sender : senders) {
            sender.get();
        }
        for (int i = 0; i < 3; i++) {
            oneWay.second().send(new int[] {-1});
        }
        for (FutureTask<Integer> task : tasks) {
            task.get();
        }
        assertThat(received.stream().filter(n -> n >= 0).sorted().toList())
                .isEqualTo(IntStream.range(0, 3 * each).boxed().toList());
    }

    @Test
    void endsTravelThroughPipes() throws Exception {
        pipe.first().send(oneWay.first());
        @SuppressWarnings("unchecked")
        Connection<Object> same = (Connection<Object>) pipe.second().receive();
        assertThat(same).isEqualTo(oneWay.first()).hasSameHashCodeAs(oneWay.first()).isNotEqualTo(oneWay.second());
        oneWay.first().close();
        assertThat(same.isOpen()).isTrue();
        oneWay.second().send("through");
        assertThat(same.receive()).isEqualTo("through");
        same.close();
        assertThatThrownBy(() -> oneWay.second().send("x")).isInstanceOf(IOException.class);
    }

    @Test
    void messageThatCarriesAnEndKeepsIt() throws Exception {
        pipe.first().send(oneWay.second());
        oneWay.second().close();
        assertThat(oneWay.first().poll()).isFalse();
        @SuppressWarnings("unchecked")
        Connection<Object> received = (Connection<Object>) pipe.second().receive();
        received.send("late");
        received.close();
        assertThat(oneWay.first().receive()).isEqualTo("late");
        assertThatThrownBy(() -> oneWay.first().receive()).isInstanceOf(EOFException.class);
    }

    @Test
    void pipeThatIsGivenUpGivesUpTheEndsInItsMessages() throws Exception {
        pipe.first().send(List.of(oneWay.second(), "and more"));
        oneWay.second().close();
        assertThat(oneWay.first().poll()).isFalse();
        pipe.close();
        assertThatThrownBy(() -> oneWay.first().receive()).isInstanceOf(EOFException.class);
    }

    @Test
    void wholePipeTravels() throws Exception {
        pipe.first().send(oneWay);
        @SuppressWarnings("unchecked")
        SharedPipe<Object> same = (SharedPipe<Object>) pipe.second().receive();
        assertThat(same).isEqualTo(oneWay);
        same.second().send(1);
        assertThat(oneWay.first().receive()).isEqualTo(1);
        same.close();
        oneWay.second().send(2);
        assertThat(oneWay.first().receive()).isEqualTo(2);
    }

    @Test
    void endsThatNobodyCanReachAreClosed() {
        Connection<Object> first = firstOfAPipe();
        Eventually.eventually("the other end's end", () -> {
            System.gc();
            return first.poll();
        });
        assertThatThrownBy(first::receive).isInstanceOf(EOFException.class);
        first.close();
    }

    private static Connection<Object> firstOfAPipe() {
        return SharedPipe.create().first();
    }

    @Test
    void nobodyElseMaySerializeAnEnd() throws IOException {
        try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
            assertThatThrownBy(() -> out.writeObject(pipe.first())).isInstanceOf(NotSerializableException.class)
                    .hasMessageContaining("offspring.ipc.Connection");
        }
        pipe.first().close();
        assertThatThrownBy(() -> pipe.second().receive()).isInstanceOf(EOFException.class);
    }

    @Test
    void hundredsOfVirtualThreadsTalk() throws Exception {
        List<SharedPipe<Object>> pipes = new ArrayList<>();
        List<FutureTask<Object>> echoes = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            SharedPipe<Object> own = SharedPipe.create();
            pipes.add(own);
            FutureTask<Object> echo = new FutureTask<>(() -> {
                own.second().send(own.second().receive());
                return own.second().receive();
            });
            echoes.add(echo);
            Thread.ofVirtual().start(echo);
        }
        for (int i = 0; i < 300; i++) {
            pipes.get(i).first().send(i);
        }
        for (int i = 0; i < 300; i++) {
            assertThat(pipes.get(i).first().receive()).isEqualTo(i);
            pipes.get(i).first().close();
            assertThat(failure(echoes.get(i))).isInstanceOf(EOFException.class);
            pipes.get(i).second().close();
        }
    }

    @Test
    void memoryOfClosedPipesIsGivenBack() throws Exception {
        assumeTrue(Features.has(Feature.PUNCH_HOLE), "memory cannot be given back here before the program ends");
        assumeTrue(Features.has(Features.Feature.PUNCH_HOLE), "memory is given back with the whole heap");
        long before = heapBlocks();
        for (int i = 0; i < 40; i++) {
            SharedPipe<Object> filled = SharedPipe.create(i % 2 == 0);
            for (int k = 0; k < 3; k++) {
                filled.second().sendBytes(new byte[1 << 20]);
            }
            filled.second().sendBytes(new byte[6 << 20]);
            filled.second().send(filled);
            assertThat(filled.first().receiveBytes()).hasSize(1 << 20);
            SharedPipe<Object> carrier = SharedPipe.create();
            carrier.first().send(filled.second());
            drain(filled);
            filled.close();
            carrier.close();
        }
        assertThat(heapBlocks() - before).as("512-byte blocks; 9 MiB each were sent").isLessThan(40 * 2_048L);
    }

    /** A pipe with its own ends in it would keep itself. */
    private static void drain(SharedPipe<Object> filled) throws Exception {
        filled.first().receiveBytes();
        filled.first().receiveBytes();
        assertThat(filled.first().receiveBytes()).hasSize(6 << 20);
        ((SharedPipe<?>) filled.first().receive()).close();
        for (int k = 0; k < 3; k++) {
            filled.second().sendBytes(new byte[1 << 20]);
        }
        filled.second().sendBytes(new byte[6 << 20]);
    }

    /** How much memory the family's heap takes. */
    private static long heapBlocks() throws Exception {
        String path = FamilyHeap.current().path().toString();
        Process stat = new ProcessBuilder("stat", "-L", "-c", "%b", path).start();
        return Long.parseLong(new String(stat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip());
    }

    // --- threads ------------------------------------------------------------------------------------

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    /** A task that knows its thread. */
    private static final class Running<V> extends FutureTask<V> {
        private final Thread thread = Thread.ofPlatform().daemon().unstarted(this);

        Running(Callable<V> call) {
            super(call);
        }
    }

    private static <V> FutureTask<V> start(Callable<V> call) {
        Running<V> task = new Running<>(call);
        task.thread.start();
        return task;
    }

    private static Thread threadOf(FutureTask<?> task) {
        return ((Running<?>) task).thread;
    }

    /** Whether it sleeps, in the kernel or parked. */
    private static boolean isWaiting(FutureTask<?> task) {
        return Arrays.stream(threadOf(task).getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("sleepBehind"));
    }

    private static void awaitWaiting(FutureTask<?> task) {
        Eventually.eventually("a thread that waits", () -> isWaiting(task));
    }

    private static Throwable failure(FutureTask<?> task) throws InterruptedException {
        try {
            return new AssertionError("gave " + task.get());
        } catch (ExecutionException failed) {
            return failed.getCause();
        }
    }
}
