package offspring.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import offspring.BufferTooShortException;
import offspring.ipc.Connection;
import offspring.ipc.SharedPipe;
import offspring.process.ChildProcess;
import offspring.process.StartMethod;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** CPython's {@code _TestConnection}, over processes and over threads. */
@ExtendWith(LeakCheck.class)
class ConnectionTest {

    private static final Duration DELTA = Duration.ofMillis(100);

    /** CPython's sentinel is an empty message. */
    private static void echo(Connection<Object> connection) throws IOException, InterruptedException {
        try (connection) {
            for (byte[] message = connection.receiveBytes(); message.length > 0; message = connection.receiveBytes()) {
                connection.sendBytes(message);
            }
            for (Object value = connection.receive(); value != null; value = connection.receive()) {
                connection.send(value);
            }
        }
    }

    /** Bytes and objects are told apart here, so that they come one after the other and not mixed. */
    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testConnection(StartMethod method) throws Exception {
        try (SharedPipe<Object> pipe = SharedPipe.create()) {
            ChildProcess child = ChildProcess.builder().startMethod(method).daemon(true).start(echoOf(pipe.second()));
            pipe.second().close();
            Connection<Object> connection = pipe.first();
            byte[] text = latin("hello world");
            connection.sendBytes(text);
            assertThat(connection.receiveBytes()).isEqualTo(text);

            int[] array = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
            ByteBuffer ints = ByteBuffer.allocate(4 * array.length);
            ints.asIntBuffer().put(array);
            connection.sendBytes(ints.duplicate());
            ByteBuffer buffer = ByteBuffer.allocate(4 * array.length);
            assertThat(connection.receiveBytes(buffer)).isEqualTo(4 * array.length);
            assertThat(buffer.flip()).isEqualTo(ints);
            connection.sendBytes(ints.duplicate());
            ByteBuffer withOffset = ByteBuffer.allocate(4 * array.length + 12).position(12);
            assertThat(connection.receiveBytes(withOffset)).isEqualTo(4 * array.length);
            assertThat(withOffset.flip().position(12)).isEqualTo(ints);

            byte[] longer = latin("x".repeat(10 * array.length));
            connection.sendBytes(longer);
            assertThatThrownBy(() -> connection.receiveBytes(ByteBuffer.allocate(40)))
                    .isInstanceOfSatisfying(BufferTooShortException.class,
                            e -> assertThat(e.message()).isEqualTo(longer));

            assertThat(connection.poll()).isFalse();
            assertThat(connection.poll(Duration.ofSeconds(-1))).isFalse();
            long start = System.nanoTime();
            assertThat(connection.poll(DELTA)).isFalse();
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(DELTA.toNanos());

            byte[] really = new byte[16 * 1024 * 1024];
            java.util.Arrays.fill(really, (byte) 'X');
            connection.sendBytes(really);
            assertThat(connection.receiveBytes()).isEqualTo(really);
            connection.sendBytes(new byte[0]);

            List<Object> sequence = List.of(1, 2.25, "three", List.of());
            connection.send(sequence);
            assertThat(connection.poll(Duration.ofSeconds(60))).isTrue();
            assertThat(connection.poll()).isTrue();
            assertThat(connection.receive()).isEqualTo(sequence);
            connection.send(null); // tell the child to quit
            child.join();
            assertThat(child.exitCode()).hasValue(0);
            assertThat(connection.isReadable() && connection.isWritable()).isTrue();
            assertThatThrownBy(connection::receive).isInstanceOf(EOFException.class);
            assertThatThrownBy(connection::receiveBytes).isInstanceOf(EOFException.class);
        }
    }

    /** Whoever starts a child closes its own copy of the child's end at once, also before the child runs. */
    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testSpawnClose(StartMethod method) throws Exception {
        try (SharedPipe<Object> pipe = SharedPipe.create()) {
            ChildProcess child = ChildProcess.builder().startMethod(method).daemon(true).start(echoOf(pipe.second()));
            pipe.second().close();
            byte[] text = latin("hello");
            pipe.first().sendBytes(text);
            assertThat(pipe.first().receiveBytes()).isEqualTo(text);
            pipe.first().sendBytes(new byte[0]);
            pipe.first().send(null);
            child.join();
            assertThat(child.exitCode()).hasValue(0);
        }
    }

    private static offspring.Action echoOf(Connection<Object> end) {
        return () -> echo(end);
    }

    @Test
    void testDuplexFalse() throws Exception {
        try (SharedPipe<Object> pipe = SharedPipe.create(false)) {
            Connection<Object> reader = pipe.first();
            Connection<Object> writer = pipe.second();
            writer.send(1);
            assertThat(reader.receive()).isEqualTo(1);
            assertThat(reader.isReadable()).isTrue();
            assertThat(reader.isWritable()).isFalse();
            assertThat(writer.isReadable()).isFalse();
            assertThat(writer.isWritable()).isTrue();
            assertThatThrownBy(() -> reader.send(2)).isInstanceOf(IOException.class);
            assertThatThrownBy(writer::receive).isInstanceOf(IOException.class);
            assertThatThrownBy(writer::poll).isInstanceOf(IOException.class);
        }
    }

    /** Offsets and sizes are those of a buffer, which checks them itself. */
    @Test
    void testSendbytes() throws Exception {
        try (SharedPipe<Object> pipe = SharedPipe.create()) {
            byte[] message = latin("abcdefghijklmnopqrstuvwxyz");
            pipe.first().sendBytes(message);
            assertThat(pipe.second().receiveBytes()).isEqualTo(message);
            assertThat(sent(pipe, message, 5, 21)).isEqualTo("fghijklmnopqrstuvwxyz");
            assertThat(sent(pipe, message, 7, 8)).isEqualTo("hijklmno");
            assertThat(sent(pipe, message, 26, 0)).isEmpty();
            assertThatThrownBy(() -> sent(pipe, message, 27, 0)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> sent(pipe, message, 22, 5)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> sent(pipe, message, -1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> sent(pipe, message, 4, -1)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThat(pipe.second().poll()).isFalse();
        }
    }

    private static String sent(SharedPipe<Object> pipe, byte[] message, int offset, int size) throws Exception {
        pipe.first().sendBytes(ByteBuffer.wrap(message, offset, size));
        return new String(pipe.second().receiveBytes(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void testContext() throws Exception {
        SharedPipe<Object> pipe = SharedPipe.create();
        try (Connection<Object> first = pipe.first();
                Connection<Object> second = pipe.second()) {
            first.send(1729);
            assertThat(second.receive()).isEqualTo(1729);
            assertThat(first.isOpen()).isTrue();
        }
        assertThat(pipe.first().isOpen()).isFalse();
        assertThat(pipe.second().isOpen()).isFalse();
        assertThatThrownBy(pipe.first()::receive).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(pipe.second()::receive).isInstanceOf(ClosedChannelException.class);
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
