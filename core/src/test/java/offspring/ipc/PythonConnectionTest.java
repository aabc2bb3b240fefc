package offspring.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import offspring.AuthenticationException;
import offspring.testing.LeakCheck;
import offspring.testing.PythonProgram;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both directions, against the installed {@code python3} and its {@code multiprocessing.connection}. */
@ExtendWith(LeakCheck.class)
@SuppressWarnings("try") // closed before the end on purpose
class PythonConnectionTest {

    private static final AuthKey KEY = AuthKey.of("the secret".getBytes(StandardCharsets.UTF_8));

    /** Whichever version this Python is: from 3.12 on the key need not allow it. */
    private static final AuthKey FOR_ANY_PYTHON = KEY.withMd5();

    private static final String CLIENT = """
            import sys
            from multiprocessing.connection import Client
            where = sys.argv[1]
            if ":" in where:
                where = (where.rsplit(":", 1)[0], int(where.rsplit(":", 1)[1]))
            try:
                c = Client(where, authkey=sys.argv[2].encode())
            except Exception as e:
                print(type(e).__name__)
                sys.exit(3)
            """;
    private static final String LISTENER = """
            import sys
            from multiprocessing.connection import Listener
            where = sys.argv[1]
            if ":" in where:
                where = (where.rsplit(":", 1)[0], int(where.rsplit(":", 1)[1]))
            l = Listener(where, authkey=sys.argv[2].encode())
            print(l.address if isinstance(l.address, str) else "%s:%d" % l.address)
            try:
                c = l.accept()
            except Exception as e:
                print(type(e).__name__)
                c = l.accept()
            """;
    private static final String ECHO = """
            try:
                while True:
                    c.send_bytes(c.recv_bytes())
            except EOFError:
                print("end of file")
            """;

    @TempDir
    Path directory;

    @BeforeEach
    void requirePython() {
        PythonProgram.require();
    }

    private Address address(String family) {
        return family.equals("unix") ? Address.unix(directory.resolve("s")) : Address.tcp("127.0.0.1", 0);
    }

    private static Address parse(String text) {
        int colon = text.lastIndexOf(':');
        return colon < 0 ? Address.unix(Path.of(text)) : Address.tcp(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    private static void echo(Connection<?> connection) throws Exception {
        for (int length : new int[] {0, 1, 4, 100, 16_384, 16_385, 1_000_000, 20_000_000}) {
            byte[] message = new byte[length];
            for (int i = 0; i < length; i++) {
                message[i] = (byte) (i * 31 + length);
            }
            // A peer that echoes does not read while it writes, and this is larger than what the system keeps.
            connection.sendBytes(message);
            assertThat(connection.receiveBytes()).isEqualTo(message);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix", "tcp"})
    void pythonConnectsToOurs(String family) throws Exception {
        try (Listener listener = Listener.bind(address(family), FOR_ANY_PYTHON);
                PythonProgram python = PythonProgram.start(CLIENT + ECHO, listener.address().toString(), "the secret")) {
            try (Connection<?> connection = listener.accept()) {
                echo(connection);
            }
            assertThat(python.readToEnd()).containsExactly("end of file");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix", "tcp"})
    void weConnectToPythons(String family) throws Exception {
        try (PythonProgram python = PythonProgram.start(LISTENER + ECHO, address(family).toString(), "the secret")) {
            Address address = parse(python.readLine());
            try (Connection<?> connection = Connection.connect(address, FOR_ANY_PYTHON)) {
                echo(connection);
            }
            assertThat(python.readToEnd()).containsExactly("end of file");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix", "tcp"})
    void pythonWithAnotherKeyIsRefusedAndTheNextIsNot(String family) throws Exception {
        try (Listener listener = Listener.bind(address(family), FOR_ANY_PYTHON)) {
            try (PythonProgram wrong = PythonProgram.start(CLIENT, listener.address().toString(), "another")) {
                assertThatThrownBy(listener::accept)
                        .isInstanceOf(AuthenticationException.class)
                        .hasMessageContaining("it has another key");
                assertThat(wrong.readToEnd()).containsExactly("AuthenticationError");
            }
            try (PythonProgram right = PythonProgram.start(CLIENT + ECHO, listener.address().toString(), "the secret");
                    Connection<?> connection = listener.accept()) {
                connection.sendBytes(new byte[] {7});
                assertThat(connection.receiveBytes()).containsExactly(7);
                connection.close();
                assertThat(right.readToEnd()).containsExactly("end of file");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix", "tcp"})
    void pythonRefusesUsWithAnotherKey(String family) throws Exception {
        AuthKey wrong = AuthKey.of(new byte[] {1, 2, 3}).withMd5();
        try (PythonProgram python = PythonProgram.start(LISTENER + ECHO, address(family).toString(), "the secret")) {
            Address address = parse(python.readLine());
            assertThatThrownBy(() -> Connection.connect(address, wrong)).isInstanceOf(AuthenticationException.class);
            assertThat(python.readLine()).isEqualTo("AuthenticationError");
            Connection.connect(address, FOR_ANY_PYTHON).close();
            assertThat(python.readToEnd()).containsExactly("end of file");
        }
    }

    /** Objects are for Java; each side says so, and goes on. */
    @Test
    void anObjectOfEitherLanguageIsAnErrorInTheOther() throws Exception {
        String script = CLIENT + """
                c.send({"a": 1})
                try:
                    c.recv()
                except Exception as e:
                    print("not for Python")
                c.send_bytes(b"still here")
                """;
        try (Listener listener = Listener.bind(address("unix"), FOR_ANY_PYTHON);
                PythonProgram python = PythonProgram.start(script, listener.address().toString(), "the secret");
                Connection<Object> connection = listener.accept()) {
            assertThatThrownBy(connection::receive).isInstanceOf(IOException.class).hasMessageContaining("receiveBytes");
            connection.send("an object of Java's");
            assertThat(new String(connection.receiveBytes(), StandardCharsets.US_ASCII)).isEqualTo("still here");
            assertThatThrownBy(connection::receiveBytes).isInstanceOf(EOFException.class);
            assertThat(python.readToEnd()).containsExactly("not for Python");
        }
    }

    /** The proofs of Python 3.12 and later, spoken by a script of our own, whatever Python is installed. */
    @ParameterizedTest
    @CsvSource({"tcp,sha256", "unix,sha384", "unix,sha3_256"})
    void peerOfPython312Connects(String family, String digest) throws Exception {
        try (Listener listener = Listener.bind(address(family), KEY);
                PythonProgram peer = modern("connect", family, listener.address(), "the secret", digest);
                Connection<?> connection = listener.accept()) {
            echo(connection);
            connection.sendBytes("end".getBytes(StandardCharsets.US_ASCII));
            assertThat(peer.readToEnd()).containsExactly("asks sha256 48", "asked " + digest, "welcome");
        }
    }

    @ParameterizedTest
    @CsvSource({"unix,sha256", "tcp,sha3_384"})
    void weConnectToAPeerOfPython312(String family, String digest) throws Exception {
        try (PythonProgram peer = modern("listen", family, address(family), "the secret", digest)) {
            Address address = listening(peer, family);
            try (Connection<?> connection = Connection.connect(address, KEY)) {
                echo(connection);
                connection.sendBytes("end".getBytes(StandardCharsets.US_ASCII));
            }
            assertThat(peer.readToEnd()).containsExactly("asked " + digest, "asks sha256 48", "welcome");
        }
    }

    @Test
    void peerOfPython312WithAnotherKeyIsRefused() throws Exception {
        try (Listener listener = Listener.bind(address("tcp"), KEY);
                PythonProgram peer = modern("connect", "tcp", listener.address(), "another", "sha256")) {
            assertThatThrownBy(listener::accept).isInstanceOf(AuthenticationException.class);
            assertThat(peer.readToEnd()).containsExactly("asks sha256 48", "rejected");
        }
        try (PythonProgram peer = modern("listen", "tcp", address("tcp"), "another", "sha256")) {
            Address address = listening(peer, "tcp");
            assertThatThrownBy(() -> Connection.connect(address, KEY)).isInstanceOf(AuthenticationException.class);
            assertThat(peer.readToEnd()).containsExactly("asked sha256", "refused");
        }
    }

    /** MD5 only where the key says so, in both directions. */
    @Test
    void aProofByMd5CountsOnlyIfTheKeyAllowsIt() throws Exception {
        try (Listener listener = Listener.bind(address("tcp"), KEY);
                PythonProgram peer = modern("connect", "tcp", listener.address(), "the secret", "md5")) {
            assertThatThrownBy(() -> listener.accept(Duration.ofSeconds(20)))
                    .isInstanceOf(AuthenticationException.class)
                    .hasMessageContaining("AuthKey.withMd5");
            assertThat(peer.readToEnd()).containsExactly("asks sha256 48", "rejected");
        }
        try (PythonProgram peer = modern("listen", "tcp", address("tcp"), "the secret", "md5")) {
            Address address = listening(peer, "tcp");
            assertThatThrownBy(() -> Connection.connect(address, KEY))
                    .isInstanceOf(AuthenticationException.class)
                    .hasMessageContaining("AuthKey.withMd5");
        }
        try (Listener listener = Listener.bind(address("tcp"), FOR_ANY_PYTHON);
                PythonProgram peer = modern("connect", "tcp", listener.address(), "the secret", "md5")) {
            Connection<?> connection = listener.accept();
            connection.close();
            assertThat(peer.readLine()).isEqualTo("asks sha256 48");
        }
    }

    private static PythonProgram modern(String role, String family, Address address, String key, String digest)
            throws IOException {
        try (var script = PythonConnectionTest.class.getResourceAsStream("modern_peer.py")) {
            String text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
            return PythonProgram.start(text, role, family, address.toString(), key, digest);
        }
    }

    private static Address listening(PythonProgram peer, String family) throws Exception {
        String place = peer.readLine().substring("listens ".length());
        return family.equals("unix") ? Address.unix(Path.of(place)) : Address.tcp("127.0.0.1", Integer.parseInt(place));
    }
}
