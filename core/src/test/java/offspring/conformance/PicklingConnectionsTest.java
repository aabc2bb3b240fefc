package offspring.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import offspring.ipc.Address;
import offspring.ipc.AuthKey;
import offspring.ipc.Connection;
import offspring.ipc.Listener;
import offspring.ipc.SharedPipe;
import offspring.os.Features;
import offspring.os.Features.Feature;
import offspring.process.ChildProcess;
import offspring.process.StartMethod;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** CPython's {@code _TestPicklingConnections}, to processes and to threads. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PicklingConnectionsTest {

    @TempDir
    Path directory;

    /** One child accepts and gives away, another one connects and says it in capitals; we hear it. */
    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testPickling(StartMethod method) throws Exception {
        Assumptions.assumeTrue(Features.has(Feature.HANDOFF), "sockets cannot be handed over here");
        List<Address> places = List.of(Address.unix(directory.resolve("s")), Address.tcp("localhost", 0));
        try (SharedPipe<Object> toAccepter = SharedPipe.create(true);
                SharedPipe<Object> toCaller = SharedPipe.create(true)) {
            Connection<Object> accepted = toAccepter.second();
            Connection<Object> called = toCaller.second();
            ChildProcess accepter = ChildProcess.builder().startMethod(method).start(() -> accept(accepted, places));
            ChildProcess caller = ChildProcess.builder().startMethod(method).start(() -> call(called, places.size()));
            for (int i = 0; i < places.size(); i++) {
                toCaller.first().send(new Object[] {toAccepter.first().receive(), "by " + places.get(i)});
                try (Connection<?> given = (Connection<?>) toAccepter.first().receive()) {
                    assertThat(given.receive()).isEqualTo(("by " + places.get(i)).toUpperCase(Locale.ROOT));
                }
            }
            toCaller.first().send(new Object[] {toAccepter.first().receive(), "by a bare socket"});
            try (SocketChannel given = (SocketChannel) toAccepter.first().receive()) {
                assertThat(readAll(given)).isEqualTo("BY A BARE SOCKET");
            }
            for (ChildProcess child : List.of(accepter, caller)) {
                child.join();
                assertThat(child.exitCode()).hasValue(0);
            }
        }
    }

    private static void accept(Connection<Object> parent, List<Address> places) throws Exception {
        for (Address place : places) {
            try (Listener listener = Listener.bind(place, AuthKey.family())) {
                parent.send(listener.address());
                try (Connection<Object> one = listener.accept()) {
                    parent.send(one);
                }
            }
        }
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            parent.send(listener.getLocalAddress());
            try (SocketChannel one = listener.accept()) {
                parent.send(one);
            }
        }
    }

    private static void call(Connection<Object> parent, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            Object[] task = (Object[]) parent.receive();
            try (Connection<Object> one = Connection.connect((Address) task[0], AuthKey.family())) {
                one.send(((String) task[1]).toUpperCase(Locale.ROOT));
            }
        }
        Object[] task = (Object[]) parent.receive();
        try (SocketChannel one = SocketChannel.open((SocketAddress) task[0])) {
            one.write(StandardCharsets.US_ASCII.encode(((String) task[1]).toUpperCase(Locale.ROOT)));
        }
    }

    private static String readAll(SocketChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(100);
        while (channel.read(bytes) >= 0) {
            // up to the end
        }
        return StandardCharsets.US_ASCII.decode(bytes.flip()).toString();
    }

    /** Ends that do one thing each go to a child, which uses them for it. */
    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testAccess(StartMethod method) throws Exception {
        try (SharedPipe<Object> link = SharedPipe.create(true);
                SharedPipe<Object> fromChild = SharedPipe.create(false);
                SharedPipe<Object> toChild = SharedPipe.create(false)) {
            Connection<Object> childs = link.second();
            ChildProcess child = ChildProcess.builder().startMethod(method).start(() -> {
                try (Connection<Object> sends = end(childs.receive())) {
                    sends.send("all is well");
                }
                try (Connection<Object> receives = end(childs.receive())) {
                    childs.send(receives.receive() + " " + receives.receive());
                }
            });
            link.first().send(fromChild.second());
            assertThat(fromChild.first().receive()).isEqualTo("all is well");
            link.first().send(toChild.first());
            toChild.second().send("twice");
            toChild.second().send("as much");
            assertThat(link.first().receive()).isEqualTo("twice as much");
            child.join();
            assertThat(child.exitCode()).hasValue(0);
        }
    }

    @SuppressWarnings("unchecked")
    private static Connection<Object> end(Object received) {
        return (Connection<Object>) received;
    }
}
