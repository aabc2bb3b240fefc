package offspring.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import offspring.message.MessageStream.Put;
import offspring.os.Features;
import offspring.os.Features.Feature;
import offspring.region.FamilyHeap;
import offspring.region.Region;
import offspring.region.SharedCell;
import offspring.testing.Eventually;
import offspring.testing.HeapMemory;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream in one process, seen through two objects as two processes would. */
@ExtendWith(LeakCheck.class)
class MessageStreamTest {

    private static final int KIND_OF_TEST = 0x30; // of which nobody says farewell
    private static final long ANY = Long.MAX_VALUE;

    private final SharedCell cell;
    private final Region extension;

    MessageStreamTest() throws IOException {
        cell = FamilyHeap.current().cells().create(KIND_OF_TEST);
        extension = cell.extend(SharedCell.bytesOfParts(MessageStream.PARTS));
    }

    private MessageStream create(long maxMessages, long maxBytes) throws IOException {
        return MessageStream.create(cell, extension, 0, maxMessages, maxBytes);
    }

    private MessageStream attach(long maxMessages, long maxBytes) {
        return MessageStream.attach(cell, extension, 0, maxMessages, maxBytes);
    }

    private static Outgoing message(int kind, byte... bytes) {
        return new Outgoing(kind, bytes, 0, bytes.length);
    }

    /** A message as the model has it. */
    private record Expected(long number, int kind, byte[] bytes) {
        void assertIs(Message message) {
            assertThat(message.number()).isEqualTo(number);
            assertThat(message.kind()).isEqualTo(kind);
            assertThat(message.payload()).isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void behavesLikeADeque(long seed) throws Exception {
        Random random = new Random(seed);
        int largest = seed % 2 == 0 ? 300 : 200_000;
        List<MessageStream> views = new ArrayList<>(List.of(create(ANY, ANY), attach(ANY, ANY)));
        Deque<Expected> model = new ArrayDeque<>();
        long puts = 0;
        for (int step = 0; step < 3_000; step++) {
            MessageStream stream = views.get(random.nextInt(views.size()));
            boolean filling = step / 300 % 2 == 0;
            switch (random.nextInt(filling ? 8 : 14)) {
                case 0, 1, 2, 3, 4 -> {
                    byte[] bytes = new byte[random.nextInt(10) == 0 ? random.nextInt(largest) : random.nextInt(40)];
                    random.nextBytes(bytes);
                    int kind = random.nextInt(256);
                    assertThat(stream.tryPut(message(kind, bytes))).isEqualTo(Put.DONE);
                    model.add(new Expected(puts++, kind, bytes));
                }
                case 5 -> removeSome(stream, model, random);
                case 6 -> {
                    Message first = stream.peek();
                    assertThat(first == null).isEqualTo(model.isEmpty());
                    if (first != null) {
                        model.peek().assertIs(first);
                    }
                }
                case 7 -> {
                    if (random.nextInt(20) == 0) {
                        views.set(random.nextInt(2), attach(ANY, ANY));
                        assertAll(stream, model);
                    }
                }
                default -> takeOne(stream, model);
            }
            assertThat(stream.size()).isEqualTo(model.size());
        }
        while (!model.isEmpty()) {
            takeOne(views.get(random.nextInt(2)), model);
        }
        assertThat(views.getFirst().tryTake()).isNull();
        assertThat(views.getFirst().puts()).isEqualTo(puts);
    }

    private static void takeOne(MessageStream stream, Deque<Expected> model) throws IOException {
        Message taken = stream.tryTake();
        assertThat(taken == null).isEqualTo(model.isEmpty());
        if (taken != null) {
            model.remove().assertIs(taken);
        }
    }

    private static void removeSome(MessageStream stream, Deque<Expected> model, Random random) throws IOException {
        long divisor = 2 + random.nextInt(20);
        long before = model.size();
        model.removeIf(expected -> expected.number() % divisor == 0);
        assertThat(stream.remove(number -> number % divisor == 0)).isEqualTo((int) (before - model.size()));
    }

    private static void assertAll(MessageStream stream, Deque<Expected> model) throws IOException {
        List<Message> all = stream.all();
        assertThat(all).hasSize(model.size());
        int i = 0;
        for (Expected expected : model) {
            expected.assertIs(all.get(i++));
        }
    }

    /** Larger than a segment can be, and around every size at which something changes. */
    @Test
    void takesMessagesOfAllSizes() throws Exception {
        MessageStream stream = create(ANY, ANY);
        List<Integer> sizes = new ArrayList<>();
        for (int bits = 0; bits <= 24; bits++) {
            for (int difference = -17; difference <= 17; difference += 17) {
                sizes.add(Math.max(0, (1 << bits) + difference));
            }
        }
        for (int size : sizes) {
            assertThat(stream.tryPut(patterned(size))).isEqualTo(Put.DONE);
        }
        for (int size : sizes) {
            assertThat(Arrays.equals(stream.tryTake().payload(), patterned(size).array())).as("%s bytes", size).isTrue();
        }
    }

    private static Outgoing patterned(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return message(size & 0xFF, bytes);
    }

    @Test
    void holdsNoMoreMessagesThanItMay() throws Exception {
        MessageStream stream = create(3, ANY);
        MessageStream other = attach(3, ANY);
        for (int i = 0; i < 3; i++) {
            assertThat((i % 2 == 0 ? stream : other).tryPut(message(i))).isEqualTo(Put.DONE);
        }
        assertThat(stream.tryPut(message(3))).isEqualTo(Put.FULL);
        assertThat(other.remove(number -> number == 1)).isEqualTo(1);
        assertThat(stream.tryPut(message(4))).isEqualTo(Put.DONE);
        assertThat(other.tryPut(message(5))).isEqualTo(Put.FULL);
        assertThat(other.tryTake().kind()).isEqualTo(0);
        assertThat(other.tryPut(message(5))).isEqualTo(Put.DONE);
        assertThat(stream.all()).extracting(Message::kind).containsExactly(2, 4, 5);
    }

    @Test
    void holdsNoMoreBytesThanItMayUnlessItIsEmpty() throws Exception {
        MessageStream stream = create(ANY, 1_000);
        assertThat(stream.tryPut(message(1, new byte[5_000]))).isEqualTo(Put.DONE);
        assertThat(stream.tryPut(message(2))).isEqualTo(Put.FULL);
        assertThat(stream.tryTake().kind()).isEqualTo(1);
        for (int i = 0; i < 11; i++) { // a record takes 96 bytes
            assertThat(stream.tryPut(message(3, new byte[80]))).isEqualTo(Put.DONE);
        }
        assertThat(stream.tryPut(message(4))).isEqualTo(Put.FULL);
    }

    @Test
    void closedItGivesWhatItHasAndTakesNoMore() throws Exception {
        MessageStream stream = create(ANY, ANY);
        stream.tryPut(message(7));
        attach(ANY, ANY).close();
        assertThat(stream.isClosed()).isTrue();
        assertThat(stream.tryPut(message(8))).isEqualTo(Put.CLOSED);
        assertThat(stream.tryTake().kind()).isEqualTo(7);
        assertThat(stream.tryTake()).isNull();
    }

    @Test
    void whoWaitsIsWokenByAMessageByRoomByTheEndAndByOthers() throws Exception {
        MessageStream stream = create(1, ANY);
        assertWoken(() -> stream.awaitMessage(ANY, () -> false), () -> attach(1, ANY).tryPut(message(1)));
        assertWoken(() -> stream.awaitRoom(ANY, () -> false), () -> attach(1, ANY).tryTake());
        AtomicReference<Boolean> told = new AtomicReference<>(false);
        assertWoken(() -> stream.awaitMessage(ANY, told::get), () -> {
            told.set(true);
            attach(1, ANY).wakeTakers();
            return null;
        });
        assertWoken(() -> stream.awaitMessage(ANY, () -> false), () -> {
            attach(1, ANY).close();
            return null;
        });
        assertThat(stream.awaitMessage(0, () -> false)).isTrue();
    }

    private interface Step<R> {
        R run() throws Exception;
    }

    private static void assertWoken(Step<Boolean> wait, Step<?> event) throws Exception {
        AtomicReference<Object> outcome = new AtomicReference<>();
        Thread waiter = Thread.ofPlatform().start(() -> {
            try {
                outcome.set(wait.run());
            } catch (Exception failed) {
                outcome.set(failed);
            }
        });
        Eventually.eventually("it waits", () -> waiter.getState() == Thread.State.TIMED_WAITING
                || waiter.getStackTrace().length > 0
                        && Arrays.stream(waiter.getStackTrace()).anyMatch(frame -> frame.getMethodName().equals("sleep")));
        assertThat(outcome.get()).isNull();
        event.run();
        assertThat(waiter.join(Eventually.patience())).isTrue();
        assertThat(outcome.get()).isEqualTo(true);
    }

    @Test
    void interruptEndsAWaitAndTakesNothing() throws Exception {
        MessageStream stream = create(ANY, ANY);
        AtomicReference<Exception> failure = new AtomicReference<>();
        Thread waiter = Thread.ofPlatform().start(() -> {
            try {
                stream.awaitMessage(ANY, () -> false);
            } catch (InterruptedException expected) {
                failure.set(expected);
            }
        });
        Eventually.eventually("it waits", () -> Arrays.stream(waiter.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("sleep")));
        waiter.interrupt();
        assertThat(waiter.join(Eventually.patience())).isTrue();
        assertThat(failure.get()).isInstanceOf(InterruptedException.class);
        stream.tryPut(message(1));
        assertThat(stream.size()).isEqualTo(1);
    }

    /** The memory of a backlog goes back while it is taken, and of the last segment while nobody has anything to do. */
    @Test
    void memoryOfABacklogIsGivenBack() throws Exception {
        assumeTrue(Features.has(Feature.PUNCH_HOLE), "memory cannot be given back here before the program ends");
        MessageStream stream = create(ANY, ANY);
        long before = HeapMemory.settledBytes();
        byte[] bytes = new byte[100_000];
        for (int i = 0; i < 1_000; i++) {
            stream.tryPut(message(1, bytes));
        }
        assertThat(HeapMemory.bytes() - before).isGreaterThan(100_000_000);
        for (int i = 0; i < 1_000; i++) {
            assertThat(stream.tryTake().payload()).hasSize(bytes.length);
        }
        assertThat(HeapMemory.bytes() - before).as("after all was taken").isLessThan(3 * (16L << 20));
        Eventually.eventually("an idle moment", () -> {
            assertThat(stream.awaitMessage(400_000_000, () -> false)).isFalse();
            return HeapMemory.bytes() - before < 1 << 20;
        });
        stream.tryPut(message(2, bytes));
        stream.tryPut(message(3));
        assertThat(stream.tryTake().payload()).hasSize(bytes.length);
        assertThat(stream.tryTake().kind()).isEqualTo(3);
    }

    @Test
    void disposedItLeavesNothing() throws Exception {
        assumeTrue(Features.has(Feature.PUNCH_HOLE), "memory cannot be given back here before the program ends");
        long before = HeapMemory.settledBytes();
        MessageStream stream = create(ANY, ANY);
        for (int i = 0; i < 200; i++) {
            stream.tryPut(message(1, new byte[100_000]));
        }
        stream.tryPut(message(1, new byte[10_000_000]));
        stream.dispose();
        assertThat(HeapMemory.bytes() - before).isLessThan(1 << 16);
    }
}
