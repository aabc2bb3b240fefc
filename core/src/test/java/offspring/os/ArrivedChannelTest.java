package offspring.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import offspring.os.Features.Feature;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From a channel to its descriptor, and from a descriptor to a channel. */
@ExtendWith(LeakCheck.class)
@SuppressWarnings("try") // closed before the end on purpose
class ArrivedChannelTest {

    /** How a channel is made of a descriptor. */
    interface Way {
        NetworkChannel make(OwnedDescriptor descriptor) throws IOException;
    }

    private static final Way CONSTRUCTED = ArrivedChannel::of;

    private static final Way SUBSTITUTED = descriptor -> {
        try (descriptor) {
            return SubstitutedSocket.of(descriptor);
        }
    };

    static Stream<Way> ways() {
        return Stream.of(CONSTRUCTED, SUBSTITUTED);
    }

    @BeforeEach
    void requireFeature() {
        Assumptions.assumeTrue(Features.has(Feature.HANDOFF), "sockets cannot be handed over here");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void connectionGoesOnAndTellsBothAddresses(Way way) throws IOException {
        try (ServerSocketChannel listener = listener();
                SocketChannel client = SocketChannel.open(listener.getLocalAddress());
                SocketChannel accepted = listener.accept()) {
            SocketAddress local = accepted.getLocalAddress();
            SocketAddress remote = accepted.getRemoteAddress();
            OwnedDescriptor descriptor = ChannelDescriptors.duplicate(accepted);
            accepted.close();
            try (SocketChannel arrived = (SocketChannel) way.make(descriptor)) {
                assertThat(arrived.getLocalAddress()).isEqualTo(local);
                assertThat(arrived.getRemoteAddress()).isEqualTo(remote).isEqualTo(client.getLocalAddress());
                assertThat(arrived.socket().getPort()).isEqualTo(client.socket().getLocalPort());
                assertThat(arrived.isBlocking()).isTrue();
                write(client, "there");
                assertThat(read(arrived)).isEqualTo("there");
                write(arrived, "back");
                assertThat(read(client)).isEqualTo("back");
            }
            assertThat(client.read(ByteBuffer.allocate(1))).as("the end").isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void addressesOfEitherFamilyAreRight(String host) throws IOException {
        InetAddress address = InetAddress.getByName(host);
        for (StandardProtocolFamily family : List.of(StandardProtocolFamily.INET, StandardProtocolFamily.INET6)) {
            if (address.getAddress().length == 16 && family == StandardProtocolFamily.INET) {
                continue;
            }
            try (ServerSocketChannel listener = ServerSocketChannel.open(family)) {
                listener.bind(new InetSocketAddress(address, 0));
                try (SocketChannel client = SocketChannel.open(listener.getLocalAddress());
                        SocketChannel accepted = listener.accept()) {
                    for (Way way : List.of(CONSTRUCTED, SUBSTITUTED)) {
                        for (SocketChannel end : List.of(client, accepted)) {
                            try (SocketChannel arrived = (SocketChannel) way.make(ChannelDescriptors.duplicate(end))) {
                                assertThat(arrived.getRemoteAddress()).isEqualTo(end.getRemoteAddress());
                                assertThat(arrived.getLocalAddress()).isEqualTo(end.getLocalAddress());
                            }
                        }
                    }
                }
            } catch (java.net.BindException noIpv6) {
                Assumptions.abort("this machine has no " + host);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void listenerAcceptsAfterTheOtherOneWasClosed(Way way) throws IOException {
        ServerSocketChannel listener = listener();
        SocketAddress address = listener.getLocalAddress();
        OwnedDescriptor descriptor = ChannelDescriptors.duplicate(listener);
        listener.close();
        try (ServerSocketChannel arrived = (ServerSocketChannel) way.make(descriptor);
                SocketChannel client = SocketChannel.open(address);
                SocketChannel accepted = arrived.accept()) {
            assertThat(accepted.getRemoteAddress()).isEqualTo(client.getLocalAddress());
            if (way == CONSTRUCTED) {
                assertThat(arrived.getLocalAddress()).isEqualTo(address);
            }
        }
    }

    @Test
    void connectionsOfOneUnixSocketAreToldApart(@TempDir Path directory) throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("socket"));
        List<SocketChannel> open = new ArrayList<>();
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(address);
            List<SocketChannel> clients = new ArrayList<>();
            List<SocketChannel> accepted = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                clients.add(SocketChannel.open(address));
                accepted.add(listener.accept());
            }
            open.addAll(clients);
            open.addAll(accepted);
            for (int i = 4; i >= 0; i--) {
                SocketChannel arrived = (SocketChannel) CONSTRUCTED.make(ChannelDescriptors.duplicate(accepted.get(i)));
                open.add(arrived);
                assertThat(accepted.get(i).getOption(StandardSocketOptions.SO_LINGER)).isNegative();
                write(clients.get(i), "I am " + i);
                assertThat(read(arrived)).isEqualTo("I am " + i);
                assertThat(arrived.getRemoteAddress()).isEqualTo(accepted.get(i).getRemoteAddress());
                SocketChannel other = (SocketChannel) CONSTRUCTED.make(ChannelDescriptors.duplicate(clients.get(i)));
                open.add(other);
                assertThat(other.getRemoteAddress()).isEqualTo(address);
                write(other, "too");
                assertThat(read(arrived)).isEqualTo("too");
            }
        } finally {
            for (SocketChannel channel : open) {
                channel.close();
            }
        }
    }

    @Test
    void listenersThatShareAPortAreToldApart() throws IOException {
        try (ServerSocketChannel one = sharing(0);
                ServerSocketChannel two = sharing(((InetSocketAddress) one.getLocalAddress()).getPort())) {
            for (ServerSocketChannel listener : List.of(one, two)) {
                boolean before = listener.getOption(StandardSocketOptions.SO_REUSEADDR);
                try (OwnedDescriptor descriptor = ChannelDescriptors.duplicate(listener)) {
                    listener.setOption(StandardSocketOptions.SO_REUSEADDR, !before);
                    assertThat(SocketName.option(descriptor.number(), SocketName.SO_REUSEADDR) != 0).isEqualTo(!before);
                    listener.setOption(StandardSocketOptions.SO_REUSEADDR, before);
                }
            }
        }
    }

    private static ServerSocketChannel sharing(int port) throws IOException {
        return ServerSocketChannel.open()
                .setOption(StandardSocketOptions.SO_REUSEPORT, true)
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    private static ServerSocketChannel listener() throws IOException {
        return ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private static void write(SocketChannel channel, String text) throws IOException {
        channel.write(ByteBuffer.wrap(text.getBytes()));
    }

    private static String read(SocketChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(100);
        channel.read(buffer);
        return new String(buffer.array(), 0, buffer.position());
    }
}
