package offspring.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import offspring.BufferTooShortException;
import offspring.ipc.Address;
import offspring.ipc.AuthKey;
import offspring.ipc.Connection;
import offspring.ipc.Listener;
import offspring.process.ChildProcess;
import offspring.process.StartMethod;
import offspring.sync.Waitable;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** CPython's {@code _TestConnection}, {@code _TestPoll} and {@code TestWait}, over sockets, to processes and to threads. */
@ExtendWith(LeakCheck.class)
class RemoteConnectionTest {

    private static final byte[] END = {};

    @TempDir
    Path directory;

    private Listener listener;

    @BeforeEach
    void listen() throws Exception {
        listener = Listener.bind(Address.unix(directory.resolve("s")), AuthKey.family());
    }

    @AfterEach
    void close() throws Exception {
        listener.close();
    }

    private ChildProcess echo(StartMethod method) {
        Address address = listener.address();
        return ChildProcess.builder().startMethod(method).start(() -> {
            try (Connection<Object> connection = Connection.connect(address, AuthKey.family())) {
                for (Object value = connection.receive(); value != null; value = connection.receive()) {
                    connection.send(value);
                }
                for (byte[] message = connection.receiveBytes(); message.length > 0; message = connection.receiveBytes()) {
                    connection.sendBytes(message);
                }
            }
        });
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testConnection(StartMethod method) throws Exception {
        ChildProcess child = echo(method);
        try (Connection<Object> connection = listener.accept()) {
            for (Object value : List.of(1, 2.25, List.of(1, 2), Map.of("a", "b"), "text")) {
                connection.send(value);
                assertThat(connection.receive()).isEqualTo(value);
            }
            assertThat(connection.poll()).isFalse();
            assertThat(connection.poll(Duration.ofSeconds(-1))).isFalse();
            assertThat(connection.poll(Duration.ofMillis(20))).isFalse();
            connection.send(null);
            connection.sendBytes(new byte[] {1, 2, 3});
            assertThat(connection.poll(Duration.ofSeconds(30))).isTrue();
            assertThat(connection.poll()).isTrue();
            assertThat(connection.receiveBytes()).containsExactly(1, 2, 3);
            connection.sendBytes(new byte[] {4, 5, 6});
            ByteBuffer buffer = ByteBuffer.allocate(10).position(2);
            assertThat(connection.receiveBytes(buffer)).isEqualTo(3);
            assertThat(buffer.array()).startsWith(0, 0, 4, 5, 6, 0);
            connection.sendBytes(new byte[40]);
            assertThatThrownBy(() -> connection.receiveBytes(buffer))
                    .isInstanceOfSatisfying(BufferTooShortException.class, e -> assertThat(e.message()).hasSize(40));
            byte[] large = new byte[16 << 20];
            large[large.length - 1] = 7;
            connection.sendBytes(large);
            assertThat(connection.receiveBytes()).isEqualTo(large);
            connection.sendBytes(END);
            assertThatThrownBy(connection::receive).isInstanceOf(EOFException.class);
            assertThatThrownBy(connection::receiveBytes).isInstanceOf(EOFException.class);
        }
        child.join();
        assertThat(child.exitCode()).hasValue(0);
    }

    @Test
    void testContextOfConnections() throws Exception {
        Connection<Object> closed;
        try (Connection<Object> client = Connection.connect(listener.address(), AuthKey.family());
                Connection<Object> server = listener.accept()) {
            closed = client;
            client.send(1729);
            assertThat(server.receive()).isEqualTo(1729);
            assertThat(client.isOpen()).isTrue();
        }
        assertThat(closed.isOpen()).isFalse();
        assertThatThrownBy(closed::receive).isInstanceOf(ClosedChannelException.class);
    }

    /** CPython's argument ranges are a buffer's here. */
    @Test
    void testSendbytes() throws Exception {
        try (Connection<Object> client = Connection.connect(listener.address(), AuthKey.family());
                Connection<Object> server = listener.accept()) {
            byte[] alphabet = "abcdefghijklmnopqrstuvwxyz".getBytes();
            client.sendBytes(alphabet);
            assertThat(server.receiveBytes()).isEqualTo(alphabet);
            ByteBuffer part = ByteBuffer.wrap(alphabet, 7, 8);
            client.sendBytes(part);
            assertThat(part.hasRemaining()).isFalse();
            assertThat(server.receiveBytes()).isEqualTo("hijklmno".getBytes());
            client.sendBytes(ByteBuffer.wrap(alphabet, 26, 0));
            assertThat(server.receiveBytes()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testStrings(StartMethod method) throws Exception {
        byte[][] strings = {"hello".getBytes(), END, "a".getBytes(), "b".getBytes(), END, "bye".getBytes()};
        Address address = listener.address();
        ChildProcess child = ChildProcess.builder().startMethod(method).start(() -> {
            try (Connection<Object> connection = Connection.connect(address, AuthKey.family())) {
                for (byte[] string : strings) {
                    connection.sendBytes(string);
                }
            }
        });
        try (Connection<Object> connection = listener.accept()) {
            for (byte[] string : strings) {
                assertThat(connection.poll(Duration.ofSeconds(30))).isTrue();
                assertThat(connection.receiveBytes()).isEqualTo(string);
            }
        }
        child.join();
    }

    @Test
    void testDontMerge() throws Exception {
        try (Connection<Object> client = Connection.connect(listener.address(), AuthKey.family());
                Connection<Object> server = listener.accept()) {
            assertThat(server.poll()).isFalse();
            for (String text : List.of("a", "b", "cd")) {
                client.sendBytes(text.getBytes());
            }
            for (String text : List.of("a", "b", "cd")) {
                assertThat(server.poll(Duration.ofSeconds(30))).isTrue();
                assertThat(server.poll()).isTrue();
                assertThat(server.receiveBytes()).isEqualTo(text.getBytes());
            }
            assertThat(server.poll(Duration.ofMillis(10))).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testWaitSocket(StartMethod method) throws Exception {
        waitForAll(method, 0);
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testWaitSocketSlow(StartMethod method) throws Exception {
        waitForAll(method, 30);
    }

    /** Each child sends ten messages and ends, which counts as ready too. */
    private void waitForAll(StartMethod method, int mostMillis) throws Exception {
        Address address = listener.address();
        List<ChildProcess> children = new ArrayList<>();
        List<Connection<String>> open = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int number = i;
            children.add(ChildProcess.builder().startMethod(method).start(() -> {
                Random random = new Random(number);
                try (Connection<String> connection = Connection.connect(address, AuthKey.family())) {
                    for (int k = 0; k < 10; k++) {
                        TimeUnit.MILLISECONDS.sleep(random.nextInt(mostMillis + 1));
                        connection.send(number + ":" + k);
                    }
                }
            }));
            open.add(listener.accept());
        }
        List<String> messages = new ArrayList<>();
        while (!open.isEmpty()) {
            for (Connection<String> ready : Waitable.waitForAny(open)) {
                try {
                    messages.add(ready.receive());
                } catch (EOFException end) {
                    open.remove(ready);
                    ready.close();
                }
            }
        }
        Set<String> expected = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            expected.add(i / 10 + ":" + i % 10);
        }
        assertThat(messages).hasSize(40).containsExactlyInAnyOrderElementsOf(expected);
        for (ChildProcess child : children) {
            child.join();
        }
    }

    @Test
    void testWaitTimeoutAndNegTimeout() throws Exception {
        try (Connection<String> client = Connection.connect(listener.address(), AuthKey.family());
                Connection<String> server = listener.accept()) {
            List<Connection<String>> both = List.of(client, server);
            assertThat(Waitable.waitForAny(both, Duration.ofMillis(30))).isEmpty();
            assertThat(Waitable.waitForAny(both, Duration.ofSeconds(-1))).isEmpty();
            server.send("x");
            assertThat(Waitable.waitForAny(both, Duration.ofSeconds(30))).containsExactly(client);
        }
        assertThat(Waitable.waitForAny(Collections.<Waitable>emptyList(), Duration.ofMillis(1))).isEmpty();
    }

    /** A mix of what can be waited for. */
    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testWaitInteger(StartMethod method) throws Exception {
        Address address = listener.address();
        ChildProcess child = ChildProcess.builder().startMethod(method).start(() -> {
            try (Connection<String> connection = Connection.connect(address, AuthKey.family())) {
                connection.receive();
            }
        });
        assertThat(Waitable.waitForAny(List.of(child.sentinel(), listener))).containsExactly(listener);
        try (Connection<String> connection = listener.accept()) {
            List<Waitable> all = List.of(child.sentinel(), listener, connection);
            assertThat(Waitable.waitForAny(all, Duration.ofMillis(20))).isEmpty();
            connection.send("end");
            assertThat(Waitable.waitForAny(all)).isNotEmpty().doesNotContain(listener);
            child.join();
            assertThat(Waitable.waitForAny(all)).containsExactly(child.sentinel(), connection);
        }
    }

    /** A child that is killed is an end like any other. */
    @Test
    void killedPeerIsAnEnd() throws Exception {
        ChildProcess child = echo(StartMethod.STANDBY);
        try (Connection<Object> connection = listener.accept()) {
            connection.send("one");
            assertThat(connection.receive()).isEqualTo("one");
            child.kill();
            assertThatThrownBy(connection::receive).isInstanceOf(EOFException.class);
            assertThatThrownBy(() -> connection.send("nobody")).isInstanceOf(IOException.class);
        }
        child.join();
    }
}
