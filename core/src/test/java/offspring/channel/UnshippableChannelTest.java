package offspring.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import offspring.NotShippableException;
import offspring.os.Features;
import offspring.os.Features.Feature;
import offspring.process.ChildProcess;
import offspring.testing.LeakCheck;
import offspring.testing.TestJvm;
import offspring.wire.Payload;
import offspring.wire.Shipment;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What does not travel says why, and what to do. */
@ExtendWith(LeakCheck.class)
class UnshippableChannelTest {

    /** Tries to send a connection. */
    static final class Refused {
        public static void main(String[] arguments) throws Exception {
            try (Line line = Line.open()) {
                ChildProcess.of(Line::serve, line.server()).start();
                System.out.println("started");
            } catch (NotShippableException refused) {
                System.out.println(refused.getMessage());
            }
        }
    }

    @Test
    void channelThatCannotTravelNowSaysWhy() throws IOException {
        Assumptions.assumeTrue(Features.has(Feature.HANDOFF), "sockets cannot be handed over here");
        try (SocketChannel fresh = SocketChannel.open();
                ServerSocketChannel unbound = ServerSocketChannel.open()) {
            assertRefused(fresh, "is not connected: connect it first");
            assertRefused(unbound, "is not bound: bind it first");
        }
        try (Line line = Line.open();
                Selector selector = Selector.open()) {
            line.server().configureBlocking(false);
            SelectionKey key = line.server().register(selector, SelectionKey.OP_READ);
            assertRefused(line.server(), "is registered with a Selector");
            key.cancel();
            selector.selectNow();
            Shipment shipment = Shipment.of(line.server());
            line.server().close();
            try (SocketChannel arrived = (SocketChannel) Payload.decode(shipment.payload())) {
                assertThat(arrived.isBlocking()).isTrue();
                Line.say(line.client(), "a");
                assertThat(Line.hear(arrived)).isEqualTo("a");
            } catch (Exception failed) {
                throw new AssertionError(failed);
            }
            shipment.letGo();
            assertRefused(line.server(), "is closed: send it before you close it");
            line.awaitEnd();
        }
    }

    @Test
    void otherSocketsSayWhatToUse() throws Exception {
        try (DatagramChannel datagrams = DatagramChannel.open();
                Socket socket = new Socket();
                ServerSocket server = new ServerSocket()) {
            assertRefused(datagrams, "only connections travel");
            assertRefused(socket, "use a java.nio.channels.SocketChannel");
            assertRefused(server, "use a java.nio.channels.SocketChannel");
            SSLEngine engine = SSLContext.getDefault().createSSLEngine();
            assertRefused(engine, "hand over the SocketChannel before the handshake");
        }
    }

    @Test
    void whereItIsRefusedTheErrorSaysSo() throws Exception {
        for (String refused : List.of("handoff", "native")) {
            List<String> options = List.of("-Doffspring.os.refuse=" + refused);
            try (TestJvm jvm = TestJvm.start(List.of(), options, Refused.class)) {
                assertThat(jvm.readLine())
                        .contains("a is an object of sun.nio.ch.SocketChannelImpl, which cannot leave this process")
                        .contains("refused by -Doffspring.os.refuse")
                        .contains("SO_REUSEPORT");
                jvm.awaitEnd();
            }
        }
    }

    private static void assertRefused(Object object, String why) {
        assertThatThrownBy(() -> Shipment.of(List.of("first", object)))
                .isInstanceOf(NotShippableException.class)
                .hasMessageContaining("[1] is an object of " + object.getClass().getName())
                .hasMessageContaining(why);
    }
}
