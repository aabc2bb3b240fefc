package offspring.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import offspring.AuthenticationException;
import offspring.ipc.Address;
import offspring.ipc.AuthKey;
import offspring.ipc.Connection;
import offspring.ipc.Listener;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** CPython's {@code OtherTest} and {@code TestTimeouts}; the peers are bare sockets. */
@ExtendWith(LeakCheck.class)
class AuthenticationTest {

    private static ByteBuffer frame(String message) {
        byte[] bytes = message.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(4 + bytes.length).putInt(bytes.length).put(bytes).flip();
    }

    private static String receive(SocketChannel channel) throws Exception {
        ByteBuffer head = ByteBuffer.allocate(4);
        while (head.hasRemaining() && channel.read(head) >= 0) {
            // until it is there
        }
        ByteBuffer body = ByteBuffer.allocate(head.getInt(0));
        while (body.hasRemaining() && channel.read(body) >= 0) {
            // until it is there
        }
        return new String(body.array(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void testDeliverChallengeAuthFailure() throws Exception {
        try (Listener listener = Listener.bind(Address.tcp("127.0.0.1", 0), AuthKey.family());
                SocketChannel peer = SocketChannel.open(new InetSocketAddress("127.0.0.1", listener.address().port()))) {
            assertThat(receive(peer)).startsWith("#CHALLENGE#{sha256}").hasSize(59);
            peer.write(frame("something bogus"));
            assertThat(receive(peer)).isEqualTo("#FAILURE#");
            assertThatThrownBy(listener::accept).isInstanceOf(AuthenticationException.class);
        }
    }

    @Test
    void testAnswerChallengeAuthFailure() throws Exception {
        try (ServerSocketChannel listener = ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0))) {
            int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
            Thread peer = Thread.ofVirtual().start(() -> {
                try (SocketChannel channel = listener.accept()) {
                    channel.write(frame("#CHALLENGE#{sha256}0123456789012345678901234567890123456789"));
                    receive(channel);
                    channel.write(frame("something bogus"));
                } catch (Exception failed) {
                    throw new AssertionError(failed);
                }
            });
            assertThatThrownBy(() -> Connection.connect(Address.tcp("127.0.0.1", port), AuthKey.family()))
                    .isInstanceOf(AuthenticationException.class);
            peer.join();
        }
    }

    /** CPython lets everybody who has a key of no bytes in. Here there is no such key. */
    @Test
    void testEmptyAuthkey() {
        assertThatThrownBy(() -> AuthKey.of(new byte[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("everybody would know it");
    }

    /** Limits that a program sets elsewhere are none of ours; there is no global one in Java but for URLs. */
    @Test
    void testTimeout() throws Exception {
        System.setProperty("sun.net.client.defaultReadTimeout", "1");
        try (Listener listener = Listener.bind(Address.tcp("127.0.0.1", 0), AuthKey.family())) {
            Thread client = Thread.ofPlatform().start(() -> {
                try (Connection<Integer> connection = Connection.connect(listener.address(), AuthKey.family())) {
                    assertThat(connection.poll(Duration.ofMillis(50))).isFalse();
                    connection.send(123);
                } catch (Exception failed) {
                    throw new AssertionError(failed);
                }
            });
            try (Connection<Integer> connection = listener.accept()) {
                assertThat(connection.receive()).isEqualTo(123);
            }
            client.join();
        } finally {
            System.clearProperty("sun.net.client.defaultReadTimeout");
        }
    }
}
