package offspring.socket;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;

/** What depends on the kind of an address. */
public final class Sockets {

    private Sockets() {}

    /** The family: an IPv4 address must not come to mean IPv6 too, as it does with the JDK's own choice. */
    static ProtocolFamily familyOf(SocketAddress address) {
        return switch (address) {
            case UnixDomainSocketAddress _ -> StandardProtocolFamily.UNIX;
            case InetSocketAddress inet when inet.getAddress() instanceof Inet4Address -> StandardProtocolFamily.INET;
            default -> StandardProtocolFamily.INET6;
        };
    }

    /** Whether a Unix socket's listener is there, but has as many callers waiting as the system lets it: EAGAIN of connect(2). */
    static boolean isFull(SocketException refused) {
        return refused.getMessage() != null && refused.getMessage().contains("temporarily unavailable");
    }

    /** For people. */
    public static String text(SocketAddress address) {
        return switch (address) {
            case UnixDomainSocketAddress unix -> unix.getPath().toString().isEmpty() ? "a Unix socket" : unix.toString();
            case InetSocketAddress inet -> inet.getAddress().getHostAddress() + ":" + inet.getPort();
            case null -> "unknown";
            default -> address.toString();
        };
    }
}
