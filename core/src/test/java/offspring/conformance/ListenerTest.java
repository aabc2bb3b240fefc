package offspring.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.time.Duration;
import offspring.ipc.Address;
import offspring.ipc.AuthKey;
import offspring.ipc.Connection;
import offspring.ipc.Listener;
import offspring.process.ChildProcess;
import offspring.process.StartMethod;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * CPython's {@code _TestListener} and {@code _TestListenerClient}, over each family, from processes and from threads.
 *
 * <p>{@code TestInvalidFamily} has one case: an address has its family by how it was made, and not by what it looks like, so that
 * what would be a Windows pipe is the name of a file like any other.
 */
@ExtendWith(LeakCheck.class)
class ListenerTest {

    @TempDir
    Path directory;

    private Address address(String family) {
        return family.equals("unix") ? Address.unix(directory.resolve("s")) : Address.tcp("localhost", 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix", "tcp"})
    void testMultipleBind(String family) throws Exception {
        try (Listener listener = Listener.bind(address(family), AuthKey.family())) {
            assertThatThrownBy(() -> Listener.bind(listener.address(), AuthKey.family())).isInstanceOf(IOException.class);
        }
    }

    @Test
    void testInvalidFamily() throws Exception {
        Path file = directory.resolve("\\\\.\\test");
        try (Listener listener = Listener.bind(Address.unix(file), AuthKey.family())) {
            assertThat(file).exists();
            Connection.connect(listener.address(), AuthKey.family()).close();
        }
        assertThat(file).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix", "tcp"})
    void testContext(String family) throws Exception {
        Listener closed;
        try (Listener listener = Listener.bind(address(family), AuthKey.family())) {
            closed = listener;
            try (Connection<Integer> client = Connection.connect(listener.address(), AuthKey.family());
                    Connection<Integer> server = listener.accept()) {
                client.send(1729);
                assertThat(server.receive()).isEqualTo(1729);
            }
        }
        assertThatThrownBy(closed::accept).isInstanceOf(ClosedChannelException.class);
    }

    @ParameterizedTest
    @CsvSource({"unix,SPAWN", "unix,STANDBY", "unix,THREAD", "tcp,STANDBY", "tcp,THREAD"})
    void testListenerClient(String family, StartMethod method) throws Exception {
        try (Listener listener = Listener.bind(address(family), AuthKey.family())) {
            Address address = listener.address();
            AuthKey key = AuthKey.family();
            ChildProcess child = ChildProcess.builder().startMethod(method).start(() -> {
                try (Connection<String> connection = Connection.connect(address, key)) {
                    connection.send("hello");
                }
            });
            try (Connection<String> connection = listener.accept()) {
                assertThat(connection.receive()).isEqualTo("hello");
            }
            child.join();
            assertThat(child.exitCode()).hasValue(0);
        }
    }

    /** The client sends and ends before anybody accepts. */
    @ParameterizedTest
    @CsvSource({"unix,STANDBY", "tcp,STANDBY", "unix,THREAD"})
    void testIssue14725(String family, StartMethod method) throws Exception {
        try (Listener listener = Listener.bind(address(family), AuthKey.family())) {
            Address address = listener.address();
            ChildProcess child = ChildProcess.builder().startMethod(method).start(() -> {
                try (Connection<String> connection = Connection.connect(address, AuthKey.family())) {
                    connection.send("hello");
                }
            });
            child.join();
            try (Connection<String> connection = listener.accept()) {
                assertThat(connection.receive()).isEqualTo("hello");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix", "tcp"})
    void testIssue16955(String family) throws Exception {
        try (Listener listener = Listener.bind(address(family), AuthKey.family());
                Connection<String> client = Connection.connect(listener.address(), AuthKey.family());
                Connection<String> server = listener.accept()) {
            server.send("hello");
            assertThat(client.poll(Duration.ofSeconds(30))).isTrue();
            assertThat(client.receive()).isEqualTo("hello");
        }
    }
}
