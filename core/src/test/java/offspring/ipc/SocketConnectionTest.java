package offspring.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import offspring.BufferTooShortException;
import offspring.NotShippableException;
import offspring.codec.Codec;
import offspring.sync.SharedLock;
import offspring.sync.Waitable;
import offspring.testing.Eventually;
import offspring.testing.LeakCheck;
import offspring.wire.Abroad;
import offspring.wire.Payload;
import offspring.wire.UndecodableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakCheck.class)
class SocketConnectionTest {

    private static final int MORE_THAN_THE_SYSTEM_KEEPS = 32 << 20;

    @TempDir
    Path directory;

    private Ends ends() throws Exception {
        return Ends.connect(Ends.Kind.UNIX, directory);
    }

    record Point(int x, List<String> names) implements java.io.Serializable {}

    private static <V> V get(Future<V> future) throws Exception {
        return future.get(Eventually.patience().toMillis(), TimeUnit.MILLISECONDS);
    }

    @ParameterizedTest
    @EnumSource(Ends.Kind.class)
    void carriesObjectsAndBytesBothWays(Ends.Kind kind) throws Exception {
        try (Ends ends = Ends.connect(kind, directory)) {
            List<Object> values = new ArrayList<>(List.of(1, "two", List.of(3L), Map.of("k", 4.0), new Point(5, List.of("six"))));
            values.add(null);
            for (Object value : values) {
                ends.client().send(value);
                assertThat(ends.server().receive()).isEqualTo(value);
                ends.server().send(value);
                assertThat(ends.client().receive()).isEqualTo(value);
            }
            ends.client().sendBytes(new byte[0]);
            ends.client().sendBytes(ByteBuffer.wrap(new byte[] {0, 1, 2, 3}, 1, 2));
            assertThat(ends.server().receiveBytes()).isEmpty();
            assertThat(ends.server().receiveBytes()).containsExactly(1, 2);
            assertThat(ends.server().poll()).isFalse();
        }
    }

    /** Below, at and above the sizes at which something changes inside. */
    @ParameterizedTest
    @EnumSource(Ends.Kind.class)
    void keepsEveryByteOfEverySize(Ends.Kind kind) throws Exception {
        int[] sizes = {1, 3, 16_380, 16_384, 16_385, 65_536, 65_537, 131_072, 131_073, 3_000_001, MORE_THAN_THE_SYSTEM_KEEPS};
        try (Ends ends = Ends.connect(kind, directory)) {
            FutureTask<Void> sender = Ends.start(false, () -> {
                for (int size : sizes) {
                    ends.client().sendBytes(pattern(size));
                }
                return null;
            });
            for (int size : sizes) {
                assertThat(ends.server().receiveBytes()).isEqualTo(pattern(size));
            }
            get(sender);
        }
    }

    private static byte[] pattern(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i * 7 + i / 251 + size);
        }
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void waitsForAMessageAndForTheEnd(boolean virtual) throws Exception {
        try (Ends ends = ends()) {
            FutureTask<Object> receiver = Ends.start(virtual, ends.server()::receive);
            ends.client().send("hello");
            assertThat(get(receiver)).isEqualTo("hello");
            FutureTask<Boolean> poller = Ends.start(virtual, () -> ends.server().poll(Duration.ofHours(1)));
            ends.client().send("last");
            assertThat(get(poller)).isTrue();
            ends.client().close();
            assertThat(ends.server().receive()).isEqualTo("last");
            FutureTask<Object> atEnd = Ends.start(virtual, ends.server()::receive);
            assertThatThrownBy(() -> get(atEnd)).cause().isInstanceOf(EOFException.class);
            assertThat(ends.server().poll()).as("will never have a message").isTrue();
            assertThatThrownBy(() -> {
                        while (true) {
                            ends.server().send("nobody reads");
                        }
                    })
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(ClosedChannelException.class)
                    .hasMessageContaining("nobody holds the other end");
        }
    }

    /** What had been sent is received, though the peer left without having read what was sent to it. */
    @ParameterizedTest
    @EnumSource(Ends.Kind.class)
    void peerThatLeavesUnreadMessagesIsAnEndToo(Ends.Kind kind) throws Exception {
        try (Ends ends = Ends.connect(kind, directory)) {
            ends.server().send("never read");
            ends.client().send("sent before");
            ends.client().close();
            assertThat(ends.server().receive()).isEqualTo("sent before");
            assertThatThrownBy(ends.server()::receive).isInstanceOf(EOFException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void interruptTakesNothing(boolean virtual) throws Exception {
        try (Ends ends = ends()) {
            Thread[] thread = new Thread[1];
            FutureTask<Object> receiver = Ends.start(virtual, () -> {
                thread[0] = Thread.currentThread();
                return ends.server().receive();
            });
            Eventually.eventually("it waits", () -> thread[0] != null && thread[0].getState() != Thread.State.RUNNABLE
                    || thread[0] != null && !virtual);
            thread[0].interrupt();
            assertThatThrownBy(() -> get(receiver)).cause().isInstanceOf(InterruptedException.class);
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> ends.client().send(1)).isInstanceOf(InterruptedException.class);
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> ends.server().receive()).isInstanceOf(InterruptedException.class);
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> ends.server().poll(Duration.ofDays(1))).isInstanceOf(InterruptedException.class);
            ends.client().send("intact");
            assertThat(ends.server().receive()).isEqualTo("intact");
        }
    }

    /** Of a message that was begun, the rest follows; the sender need not stay for it, nor need its end stay open. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void interruptCutsNoMessage(boolean closes) throws Exception {
        try (Ends ends = ends()) {
            byte[] large = pattern(MORE_THAN_THE_SYSTEM_KEEPS);
            AtomicBoolean stillInterrupted = new AtomicBoolean();
            Thread sender = Thread.ofPlatform().start(() -> {
                try {
                    ends.client().sendBytes(large);
                    stillInterrupted.set(Thread.currentThread().isInterrupted());
                } catch (IOException | InterruptedException failed) {
                    throw new AssertionError(failed);
                }
            });
            assertThat(ends.server().poll(Duration.ZERO)).isFalse();
            Eventually.eventually("it waits for the peer to read", () -> sender.getState() == Thread.State.WAITING);
            sender.interrupt();
            sender.join();
            assertThat(stillInterrupted).isTrue();
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> ends.client().sendBytes(new byte[1])).isInstanceOf(InterruptedException.class);
            if (closes) {
                ends.client().close();
                assertThatThrownBy(() -> ends.client().sendBytes(new byte[1])).isInstanceOf(ClosedChannelException.class);
            }
            java.util.Arrays.fill(large, (byte) 0);
            FutureTask<byte[]> receiver = Ends.start(false, ends.server()::receiveBytes);
            assertThat(get(receiver)).isEqualTo(pattern(MORE_THAN_THE_SYSTEM_KEEPS));
            if (closes) {
                assertThatThrownBy(ends.server()::receiveBytes).isInstanceOf(EOFException.class);
            } else {
                ends.client().sendBytes(new byte[] {9});
                assertThat(ends.server().receiveBytes()).containsExactly(9);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void closingWakesWhoWaitsHere(boolean virtual) throws Exception {
        try (Ends ends = ends()) {
            List<FutureTask<Object>> waiting = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                waiting.add(Ends.start(virtual, ends.server()::receive));
            }
            waiting.add(Ends.start(virtual, () -> ends.server().poll(Duration.ofDays(1))));
            waiting.add(Ends.start(virtual, () -> {
                ends.server().sendBytes(new byte[MORE_THAN_THE_SYSTEM_KEEPS]);
                return null;
            }));
            Eventually.eventually("the last of them has begun", () -> ends.client().poll() || true);
            ends.server().close();
            ends.server().close();
            for (FutureTask<Object> one : waiting) {
                assertThatThrownBy(() -> get(one)).cause().isInstanceOf(ClosedChannelException.class);
            }
            assertThat(ends.server().isOpen()).isFalse();
            assertThatThrownBy(ends.server()::receive).isInstanceOf(ClosedChannelException.class);
            assertThatThrownBy(ends.server()::poll).isInstanceOf(ClosedChannelException.class);
            assertThatThrownBy(() -> ends.server().send(1)).isInstanceOf(ClosedChannelException.class);
            assertThat(ends.server()).hasToString("Connection[a Unix socket, closed]");
        }
    }

    /** Platform and virtual threads at both ends: each message arrives once and whole. */
    @ParameterizedTest
    @EnumSource(Ends.Kind.class)
    void manySendersAndReceiversShareOneEnd(Ends.Kind kind) throws Exception {
        int threads = 8;
        int each = 300;
        try (Ends ends = Ends.connect(kind, directory)) {
            List<FutureTask<BitSet>> receivers = new ArrayList<>();
            List<FutureTask<Void>> senders = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int number = i;
                senders.add(Ends.start(i % 2 == 0, () -> {
                    for (int k = 0; k < each; k++) {
                        int id = number * each + k;
                        ends.client().sendBytes(ByteBuffer.allocate(4 + id * 37 % 40_000).putInt(0, id));
                    }
                    return null;
                }));
                receivers.add(Ends.start(i % 2 == 0, () -> {
                    BitSet seen = new BitSet();
                    for (int k = 0; k < each; k++) {
                        ByteBuffer message = ByteBuffer.wrap(ends.server().receiveBytes());
                        int id = message.getInt(0);
                        assertThat(message.capacity()).isEqualTo(4 + id * 37 % 40_000);
                        seen.set(id);
                    }
                    return seen;
                }));
            }
            for (FutureTask<Void> sender : senders) {
                get(sender);
            }
            BitSet all = new BitSet();
            for (FutureTask<BitSet> receiver : receivers) {
                BitSet seen = get(receiver);
                assertThat(all.intersects(seen)).isFalse();
                all.or(seen);
            }
            assertThat(all.cardinality()).isEqualTo(threads * each);
            assertThat(ends.server().poll()).isFalse();
        }
    }

    @Test
    void tooLargeMessages() throws Exception {
        try (Ends ends = ends()) {
            ends.client().sendBytes(new byte[] {1, 2, 3});
            ends.client().sendBytes(new byte[] {4, 5});
            ends.client().sendBytes(new byte[10]);
            ByteBuffer two = ByteBuffer.allocate(2);
            assertThatThrownBy(() -> ends.server().receiveBytes(two))
                    .isInstanceOfSatisfying(BufferTooShortException.class, short2 -> assertThat(short2.message()).containsExactly(1, 2, 3));
            assertThat(two.position()).isZero();
            assertThatThrownBy(() -> ends.server().receiveBytes(two.asReadOnlyBuffer())).isInstanceOf(ReadOnlyBufferException.class);
            assertThat(ends.server().receiveBytes(two)).isEqualTo(2);
            assertThat(two.array()).containsExactly(4, 5);
            assertThatThrownBy(() -> ends.server().receiveBytes(-1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> ends.server().receiveBytes(9))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("bytes=10 max=9");
            assertThat(ends.server().isOpen()).isFalse();
            assertThatThrownBy(ends.client()::receive).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void bytesAndObjectsAreNotMistakenForEachOther() throws Exception {
        try (Ends ends = ends()) {
            ends.client().send("object");
            ends.client().sendBytes(new byte[] {-1, -1, -1, -1, 1});
            ends.client().send("next");
            assertThatThrownBy(ends.server()::receiveBytes).isInstanceOf(IOException.class).hasMessageContaining("use receive;");
            assertThatThrownBy(ends.server()::receive).isInstanceOf(IOException.class).hasMessageContaining("use receiveBytes");
            assertThat(ends.server().receive()).isEqualTo("next");
        }
    }

    @Test
    void whatBelongsToTheFamilyDoesNotLeaveIt() throws Exception {
        try (Ends ends = ends()) {
            SharedLock lock = SharedLock.create();
            assertThatThrownBy(() -> ends.client().send(new Object[] {1, lock}))
                    .isInstanceOf(NotShippableException.class)
                    .hasMessageContaining("SharedLock");
            assertThatThrownBy(() -> ends.client().send(Ends.KEY)).isInstanceOf(NotShippableException.class)
                    .hasMessage("cannot ship offspring.ipc.AuthKey: it travels between the processes of a program and"
                            + " nowhere else");
            assertThatThrownBy(() -> ends.client().send(ends.client())).isInstanceOf(NotShippableException.class)
                    .hasMessageContaining("it travels between the processes of a program and nowhere else");
            ends.client().send(Ends.Kind.TCP);
            assertThat(ends.server().receive()).isEqualTo(Ends.Kind.TCP);
        }
    }

    /** A peer that knows how our handles look learns nothing by sending one; nor does it teach us shapes. */
    @Test
    void whatOnlyTheFamilyMaySendIsRefused() {
        SharedLock lock = SharedLock.create();
        for (Object value : List.of(lock, new Object[] {lock}, Ends.KEY, new Point(1, List.of()))) {
            byte[] bytes = Payload.encode(value);
            boolean isPlain = value instanceof Point && bytes[0] == Abroad.encode(value)[0];
            if (!isPlain) {
                assertThatThrownBy(() -> Abroad.decode(bytes, 0, bytes.length)).isInstanceOf(UndecodableException.class);
            }
        }
    }

    /** What a peer sends that is no object makes no object, and nothing worse. */
    @Test
    void fuzzedObjectsAreErrors() throws Exception {
        byte[] good = Abroad.encode(new Point(1, List.of("a", "b")));
        Random random = new Random(1);
        int decoded = 0;
        for (int i = 0; i < 2_000; i++) {
            byte[] bad = good.clone();
            for (int k = 0; k <= random.nextInt(4); k++) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            try {
                Abroad.decode(bad, 0, random.nextInt(bad.length + 1));
                decoded++;
            } catch (UndecodableException expected) {
                // most of them
            }
        }
        assertThat(decoded).isLessThan(1_000);
    }

    @Test
    void theFilterIsAsked() throws Exception {
        try (Ends ends = ends()) {
            Codec.filter(ObjectInputFilter.Config.createFilter("!" + Point.class.getName()));
            try {
                ends.client().send(new Point(1, List.of()));
                assertThatThrownBy(ends.server()::receive).isInstanceOf(IOException.class).hasMessageContaining("REJECTED");
                ends.client().send("allowed");
                assertThat(ends.server().receive()).isEqualTo("allowed");
            } finally {
                Codec.filter(null);
            }
        }
    }

    /** Hundreds at once, looked at without using them up. */
    @Test
    void waitsForAnyOfHundreds() throws Exception {
        List<Ends> all = new ArrayList<>();
        Address address = Address.unix(directory.resolve("many"));
        try (Listener listener = Listener.bind(address, Ends.KEY)) {
            for (int i = 0; i < 200; i++) {
                Connection<Object> client = Connection.connect(address, Ends.KEY);
                all.add(new Ends(listener, client, listener.accept()));
            }
            List<Waitable> waitables = new ArrayList<>(all.stream().map(Ends::server).toList());
            waitables.add(listener);
            assertThat(Waitable.waitForAny(waitables, Duration.ZERO)).isEmpty();
            FutureTask<List<Waitable>> any = Ends.start(true, () -> Waitable.waitForAny(waitables));
            all.get(137).client().send("x");
            assertThat(get(any)).containsExactly(all.get(137).server());
            assertThat(Waitable.waitForAny(waitables)).containsExactly(all.get(137).server());
            assertThat(all.get(137).server().receive()).isEqualTo("x");
            FutureTask<List<Waitable>> again = Ends.start(false, () -> Waitable.waitForAny(waitables));
            all.get(11).client().close();
            assertThat(get(again)).as("the end counts").containsExactly(all.get(11).server());
            all.get(11).server().close();
            waitables.remove(11);
            try (Connection<Object> _ = Connection.connect(address, Ends.KEY)) {
                assertThat(Waitable.waitForAny(waitables)).containsExactly(listener);
                listener.accept().close();
            }
        } finally {
            for (Ends ends : all) {
                ends.close();
            }
        }
    }

    /** A thread that looks takes the bytes from the socket, but not the message from who waits for it. */
    @Test
    void whoLooksDoesNotKeepAMessageFromWhoWaits() throws Exception {
        try (Ends ends = ends()) {
            for (int i = 0; i < 200; i++) {
                FutureTask<Object> receiver = Ends.start(i % 2 == 0, ends.server()::receive);
                FutureTask<List<Connection<Object>>> any = Ends.start(true, () -> Waitable.waitForAny(List.of(ends.server())));
                ends.client().send(i);
                while (!ends.server().poll() && !receiver.isDone()) {
                    Thread.onSpinWait();
                }
                assertThat(get(receiver)).isEqualTo(i);
                ends.client().send("for who watches");
                get(any);
                assertThat(ends.server().receive()).isEqualTo("for who watches");
            }
        }
    }

    @Test
    void thousandVirtualThreadsWait() throws Exception {
        try (Ends ends = ends()) {
            List<FutureTask<Object>> receivers = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                receivers.add(Ends.start(true, ends.server()::receive));
            }
            for (int i = 0; i < 1_000; i++) {
                ends.client().send(i);
            }
            BitSet seen = new BitSet();
            for (FutureTask<Object> receiver : receivers) {
                seen.set((int) get(receiver));
            }
            assertThat(seen.cardinality()).isEqualTo(1_000);
        } catch (ExecutionException failed) {
            throw new AssertionError(failed.getCause());
        }
    }
}
