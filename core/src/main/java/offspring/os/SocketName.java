package offspring.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The addresses and options of a socket, asked of the kernel by the descriptor's number.
 *
 * <p>Shape: {@code struct sockaddr}: family u16, then for IPv4 port u16 and 4 bytes, for IPv6 port u16, 4 bytes, 16
 * bytes, for Unix the path. Ports in network order.
 */
final class SocketName {

    static final int AF_UNIX = 1;
    static final int AF_INET6 = 10;
    static final int AF_INET = 2;

    static final int SO_REUSEADDR = 2;
    static final int SO_LINGER = 13;
    static final int SO_ACCEPTCONN = 30;
    static final int SO_DOMAIN = 39;
    static final int SOL_SOCKET = 1;

    private static final ValueLayout.OfShort PORT = JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);
    private static final long PORT_OFFSET = 2;
    private static final long PATH_OFFSET = 2;
    private static final long INET_OFFSET = 4;
    private static final long INET6_OFFSET = 8;
    private static final int LENGTH_OFFSET = 112;

    private SocketName() {}

    /**
     * {@code int getsockname(int fd, struct sockaddr *addr, socklen_t *length)}; empty if it is no socket of a kind we
     * know.
     */
    static Optional<SocketAddress> local(int number) {
        return address(SystemCall.GETSOCKNAME, number);
    }

    /** {@code int getpeername(int fd, struct sockaddr *addr, socklen_t *length)}; empty if it is not connected. */
    static Optional<SocketAddress> remote(int number) {
        return address(SystemCall.GETPEERNAME, number);
    }

    /**
     * {@code int getsockopt(int fd, SOL_SOCKET, int option, void *value, socklen_t *length)}; -1 if it is no socket.
     */
    static int option(int number, int option) {
        MemorySegment memory = prepare();
        memory.set(JAVA_INT, LENGTH_OFFSET, Integer.BYTES);
        return get(memory, number, option) < 0 ? -1 : memory.get(JAVA_INT, 0);
    }

    /** SO_LINGER in seconds; -1 if it is off. */
    static int linger(int number) {
        MemorySegment memory = prepare();
        memory.set(JAVA_INT, LENGTH_OFFSET, 2 * Integer.BYTES);
        boolean on = get(memory, number, SO_LINGER) >= 0 && memory.get(JAVA_INT, 0) != 0;
        return on ? memory.get(JAVA_INT, Integer.BYTES) : -1;
    }

    private static long get(MemorySegment memory, int number, int option) {
        long value = memory.address();
        return Native.call(SystemCall.GETSOCKOPT, number, SOL_SOCKET, option, value, value + LENGTH_OFFSET, 0);
    }

    private static MemorySegment prepare() {
        return Native.scratch().asSlice(0, Native.SCRATCH_BYTES).fill((byte) 0);
    }

    private static Optional<SocketAddress> address(SystemCall call, int number) {
        MemorySegment memory = prepare();
        memory.set(JAVA_INT, LENGTH_OFFSET, LENGTH_OFFSET);
        long result = Native.call(call, number, memory.address(), memory.address() + LENGTH_OFFSET);
        if (result < 0) {
            return Optional.empty();
        }
        return switch (memory.get(JAVA_SHORT, 0)) {
            case AF_UNIX -> Optional.of(unix(memory, memory.get(JAVA_INT, LENGTH_OFFSET)));
            case AF_INET -> Optional.of(inet(memory, INET_OFFSET, 4));
            case AF_INET6 -> Optional.of(inet(memory, INET6_OFFSET, 16));
            default -> Optional.empty();
        };
    }

    /** An IPv4 address in the shape of IPv6 becomes one of IPv4, as the JDK's channels have it. */
    private static SocketAddress inet(MemorySegment memory, long offset, int bytes) {
        byte[] address = memory.asSlice(offset, bytes).toArray(JAVA_BYTE);
        try {
            int port = Short.toUnsignedInt(memory.get(PORT, PORT_OFFSET));
            return new InetSocketAddress(InetAddress.getByAddress(address), port);
        } catch (IOException impossible) {
            throw new AssertionError("an address of " + bytes + " bytes", impossible);
        }
    }

    /** An abstract name, which the JDK does not know, is none. */
    private static SocketAddress unix(MemorySegment memory, int length) {
        long bytes = 0;
        long end = Math.min(length, LENGTH_OFFSET);
        while (PATH_OFFSET + bytes < end && memory.get(JAVA_BYTE, PATH_OFFSET + bytes) != 0) {
            bytes++;
        }
        byte[] path = memory.asSlice(PATH_OFFSET, bytes).toArray(JAVA_BYTE);
        return UnixDomainSocketAddress.of(new String(path, StandardCharsets.UTF_8));
    }
}
