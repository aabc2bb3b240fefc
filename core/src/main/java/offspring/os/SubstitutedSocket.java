package offspring.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A channel made with nothing but what the JDK says in public: a fresh one is opened, and the socket that came takes
 * the place of its own under the same number. {@code int dup3(int from, int to, O_CLOEXEC)}.
 *
 * <p>Which addresses such a channel tells was asked before that. A connection is therefore "connected" once more by
 * way of a datagram socket, which sends nothing for it: to the same remote address and, unless datagrams to that port
 * are somebody else's, from the same local one. A listener tells the address of the port on the loopback interface
 * that it was opened with.
 */
final class SubstitutedSocket {

    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int SO_REUSEPORT = 15;
    private static final int ADDRESS_BYTES = 112;
    private static final int LEAST_LINGER = 10_000;

    private SubstitutedSocket() {}

    /** A channel for a socket, of which it takes a descriptor of its own. */
    static NetworkChannel of(OwnedDescriptor descriptor) throws IOException {
        int number = descriptor.number();
        if (ArrivedChannel.familyOf(number) == StandardProtocolFamily.UNIX) {
            throw new IOException("cannot make a channel for a Unix socket that came: this JDK does not let us");
        }
        if (ArrivedChannel.isListening(number)) {
            return listener(number);
        }
        SocketAddress remote = SocketName.remote(number).orElseThrow(() -> new IOException("the connection has ended"));
        return connection(number, remote);
    }

    private static NetworkChannel listener(int number) throws IOException {
        ServerSocketChannel fresh = ServerSocketChannel.open(ArrivedChannel.familyOf(number));
        try {
            fresh.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            replace(ChannelDescriptors.numberOf(fresh), number);
            return fresh;
        } catch (IOException | RuntimeException failed) {
            fresh.close();
            throw failed;
        }
    }

    private static NetworkChannel connection(int number, SocketAddress remote) throws IOException {
        SocketChannel fresh = SocketChannel.open(ArrivedChannel.familyOf(number));
        try (OwnedDescriptor datagrams = datagramsFrom(number)) {
            int place = numberOf(fresh);
            replace(place, datagrams.number());
            fresh.connect(remote);
            replace(place, number);
            return fresh;
        } catch (IOException | RuntimeException failed) {
            fresh.close();
            throw failed;
        }
    }

    /** {@code int socket(int domain, SOCK_DGRAM, 0)}, bound as the other one is if that can be. */
    private static OwnedDescriptor datagramsFrom(int number) throws IOException {
        boolean six = ArrivedChannel.familyOf(number) == StandardProtocolFamily.INET6;
        long socket = Native.call(
                SystemCall.SOCKET, six ? SocketName.AF_INET6 : SocketName.AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        if (socket < 0) {
            throw new IOException("socket failed with " + Errno.name(socket));
        }
        MemorySegment memory = Native.scratch();
        memory.set(JAVA_INT, 0, 1);
        long setting = memory.address();
        Native.call(SystemCall.SETSOCKOPT, socket, SocketName.SOL_SOCKET, SO_REUSEPORT, setting, Integer.BYTES, 0);
        memory.set(JAVA_INT, ADDRESS_BYTES, ADDRESS_BYTES);
        Native.call(SystemCall.GETSOCKNAME, number, memory.address(), memory.address() + ADDRESS_BYTES);
        Native.call(SystemCall.BIND, socket, memory.address(), memory.get(JAVA_INT, ADDRESS_BYTES));
        return new OwnedDescriptor((int) socket);
    }

    private static void replace(int place, int number) throws IOException {
        long result = Native.call(SystemCall.DUP3, number, place, SOCK_CLOEXEC);
        if (result < 0) {
            throw new IOException("dup3 failed with " + Errno.name(result));
        }
    }

    /** Of a channel that nobody else has: by a mark that none of the others bears. */
    private static int numberOf(SocketChannel fresh) throws IOException {
        int mark = LEAST_LINGER + ThreadLocalRandom.current().nextInt(LEAST_LINGER);
        fresh.setOption(StandardSocketOptions.SO_LINGER, mark);
        try (DirectoryStream<Path> numbers = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path entry : numbers) {
                int number = Integer.parseInt(entry.getFileName().toString());
                if (SocketName.linger(number) == mark) {
                    return number;
                }
            }
        }
        throw new IOException("no socket of this process bears the mark");
    }
}
