package offspring.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A peer that knows the key and keeps to no rule afterwards gets an error, costs no memory, and harms nobody. */
@ExtendWith(LeakCheck.class)
@SuppressWarnings("try") // some connect, and that is all
class HostileFramesTest {

    private static final byte[] KEY = {1, 2, 3};
    private static final int LONG_FORM = -1;
    private static final int GIB = 1 << 30;

    @TempDir
    Path directory;

    private Listener listener;
    /** Those whom nothing of all this concerns. */
    private Connection<String> client;

    private Connection<String> server;
    private RawPeer hostile;
    private Connection<Object> victim;

    @BeforeEach
    void connect() throws Exception {
        Path socket = directory.resolve("s");
        listener = Listener.bind(Address.unix(socket), AuthKey.of(KEY));
        client = Connection.connect(listener.address(), AuthKey.of(KEY));
        server = listener.accept();
        hostile = RawPeer.connect(socket, KEY);
        victim = listener.accept();
    }

    @AfterEach
    void othersGoOn() throws Exception {
        client.send("still there?");
        assertThat(server.receive()).isEqualTo("still there?");
        try (Connection<String> another = Connection.connect(listener.address(), AuthKey.of(KEY));
                Connection<String> accepted = listener.accept()) {
            accepted.send("come in");
            assertThat(another.receive()).isEqualTo("come in");
        }
        for (AutoCloseable each : new AutoCloseable[] {client, server, hostile, victim, listener}) {
            each.close();
        }
    }

    /** A frame and what is said about it. */
    record Frame(String what, ByteBuffer bytes, String says) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Frame> lies() {
        return Stream.of(
                new Frame("negative", ints(-2, 7), "not a message of this protocol; length=-2"),
                new Frame("most negative", ints(Integer.MIN_VALUE), "length=-2147483648"),
                new Frame("negative, long form", ints(LONG_FORM, -1, -5), "not a message of this protocol; length=-5"),
                new Frame("2 GiB - 1", ints(Integer.MAX_VALUE), "2 GiB or more, which no array can hold; bytes=2147483647"),
                new Frame("2 GiB, long form", ints(LONG_FORM, 0, Integer.MIN_VALUE), "which no array can hold; bytes=2147483648"),
                new Frame("8 EiB, long form", ints(LONG_FORM, Integer.MAX_VALUE, -1), "bytes=9223372036854775807"));
    }

    private static ByteBuffer ints(int... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(100);
        for (int number : numbers) {
            bytes.putInt(number);
        }
        return bytes;
    }

    @ParameterizedTest
    @MethodSource("lies")
    void lengthThatCannotBeEndsTheConnection(Frame frame) throws Exception {
        hostile.send(frame.bytes());
        assertThat(victim.poll()).as("there is an answer, which is an exception").isTrue();
        assertThatThrownBy(victim::receiveBytes).isExactlyInstanceOf(IOException.class).hasMessageContaining(frame.says());
        assertThat(victim.isOpen()).isFalse();
        assertThat(hostile.isSentAway()).isTrue();
    }

    static Stream<Frame> halves() {
        return Stream.of(
                new Frame("of a head", ByteBuffer.allocate(2).put((byte) 0).put((byte) 0), ""),
                new Frame("of a long head", ints(LONG_FORM, 0), ""),
                new Frame("of a body", ints(100, 1, 2), ""),
                new Frame("of an object", ints(LONG_FORM, 0, 100, 1 << 24), ""),
                new Frame("of a gigabyte", ints(GIB, 1, 2), ""),
                new Frame("of a gigabyte's object", ints(LONG_FORM, 0, GIB, 1 << 24), ""));
    }

    /** Reserves what came, and not what was claimed. */
    @ParameterizedTest
    @MethodSource("halves")
    void halfAMessageEndsTheConnectionAndReservesNothing(Frame half) throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        hostile.send(half.bytes());
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThat(victim.poll()).as("half a message is none").isFalse();
        hostile.close();
        assertThatThrownBy(victim::receive)
                .isExactlyInstanceOf(IOException.class)
                .hasMessageContaining("the peer ended in the middle of a message");
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(GIB / 64);
        assertThat(victim.isOpen()).isFalse();
    }

    /** Its length is that of a message: what is in it concerns who receives it only. */
    @Test
    void garbageInsteadOfAnObjectIsAnErrorAndTheConnectionGoesOn() throws Exception {
        Random random = new Random(1);
        int errors = 0;
        for (int i = 0; i < 200; i++) {
            byte[] garbage = new byte[random.nextInt(300)];
            random.nextBytes(garbage);
            ByteBuffer frame = ByteBuffer.allocate(400).putInt(LONG_FORM).putLong(1 + garbage.length);
            hostile.send(frame.put((byte) 1).put(garbage)); // the version that is expected
            errors += isGarbage() ? 1 : 0;
        }
        assertThat(errors).as("a few bytes are a number by accident").isGreaterThan(150);
        hostile.send(ByteBuffer.allocate(100).putInt(LONG_FORM).putLong(0));
        assertThatThrownBy(victim::receive).isExactlyInstanceOf(IOException.class).hasMessageContaining("format=none");
        hostile.send(ByteBuffer.allocate(100).putInt(LONG_FORM).putLong(3).put(new byte[] {77, 1, 2}));
        assertThatThrownBy(victim::receive).isExactlyInstanceOf(IOException.class).hasMessageContaining("format=77");
        hostile.send(ByteBuffer.allocate(100).putInt(3).put(new byte[] {1, 2, 3}));
        assertThat(victim.receiveBytes()).containsExactly(1, 2, 3);
        assertThat(victim.isOpen()).isTrue();
    }

    private boolean isGarbage() throws InterruptedException {
        try {
            victim.receive();
            return false;
        } catch (IOException garbage) {
            assertThat(garbage).isExactlyInstanceOf(IOException.class).hasMessageContaining("cannot receive an object");
            return true;
        }
    }

    /** A claim that is refused is not waited for. */
    @Test
    void lengthBeyondTheReceiversLimitEndsTheConnection() throws Exception {
        hostile.send(ints(GIB, 1, 2));
        assertThatThrownBy(() -> victim.receiveBytes(1_000))
                .isExactlyInstanceOf(IOException.class)
                .hasMessageContaining("larger than what is acceptable; bytes=" + GIB + " max=1000");
        assertThat(victim.isOpen()).isFalse();
        assertThat(hostile.isSentAway()).isTrue();
    }
}
