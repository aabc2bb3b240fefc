package offspring.ipc;

import java.io.IOException;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Where a {@link Listener} is found: a host and a port, or a file.
 *
 * <p>Shape: a name, looked up when it is used. Two addresses are equal if they are written the same.
 *
 * <p>Processes: it can be captured, passed and sent, to other programs too.
 *
 * @apiNote Python: a pair {@code (host, port)} is {@link #tcp}, a string is {@link #unix}. There are no addresses of Windows pipes.
 */
public final class Address implements Serializable {

    private static final long serialVersionUID = 1;

    private static final int LARGEST_PORT = 65_535;
    /** What {@code struct sockaddr_un} has room for on Linux, less its last byte. */
    private static final int LONGEST_PATH_BYTES = 107;

    /** The host, or the path. */
    private final String name;
    /** -1 for a path. */
    private final int port;

    private Address(String name, int port) {
        this.name = name;
        this.port = port;
    }

    /**
     * An address in a network.
     *
     * @param host a name, or numbers; {@code localhost} is for this machine only, {@code 0.0.0.0} all its IPv4 addresses
     * @param port from 1 to 65535; or 0 for a listener that takes any, which {@link Listener#address} tells
     * @return the address
     * @throws IllegalArgumentException if there is no such port, or the name is empty
     */
    public static Address tcp(String host, int port) {
        if (port < 0 || port > LARGEST_PORT) {
            throw new IllegalArgumentException("cannot make an address: ports are 0 to " + LARGEST_PORT + "; port=" + port);
        }
        if (host.isBlank()) {
            throw new IllegalArgumentException("cannot make an address: the host has no name; use localhost, or 0.0.0.0 for all");
        }
        return new Address(host, port);
    }

    /**
     * An address on this machine: the path of a Unix socket. Who may write to the file may connect.
     *
     * @param path at most 107 bytes
     * @return the address, with an absolute path
     * @throws IllegalArgumentException if the path is empty or too long
     */
    public static Address unix(Path path) {
        if (path.toString().isEmpty()) {
            throw new IllegalArgumentException("cannot make an address: the path is empty");
        }
        String text = path.toAbsolutePath().toString();
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LONGEST_PATH_BYTES) {
            throw new IllegalArgumentException("cannot make an address: the path of a Unix socket has at most "
                    + LONGEST_PATH_BYTES + " bytes; bytes=" + bytes + " path=" + text);
        }
        return new Address(text, -1);
    }

    static Address of(SocketAddress address) {
        return switch (address) {
            case InetSocketAddress inet -> tcp(inet.getAddress().getHostAddress(), inet.getPort());
            case UnixDomainSocketAddress unix when !unix.getPath().toString().isEmpty() -> unix(unix.getPath());
            case null, default -> null;
        };
    }

    /** All that the name stands for. */
    List<SocketAddress> resolve() throws IOException {
        if (isUnix()) {
            return List.of(UnixDomainSocketAddress.of(name));
        }
        List<SocketAddress> found = new ArrayList<>();
        try {
            for (InetAddress host : InetAddress.getAllByName(name)) {
                found.add(new InetSocketAddress(host, port));
            }
        } catch (UnknownHostException unknown) {
            UnknownHostException telling = new UnknownHostException("there is no such host; address=" + this);
            telling.initCause(unknown);
            throw telling;
        }
        return found;
    }

    boolean isUnix() {
        return port < 0;
    }

    /**
     * The host.
     *
     * @return its name or number as it was given; empty if this is a path
     */
    public String host() {
        return isUnix() ? "" : name;
    }

    /**
     * The port.
     *
     * @return 0 to 65535; -1 if this is a path
     */
    public int port() {
        return port;
    }

    private Object readResolve() {
        return isUnix() ? unix(Path.of(name)) : tcp(name, port);
    }

    /**
     * Whether the other is an address that is written the same.
     *
     * @param other anything
     * @return whether both are one address
     */
    @Override
    public boolean equals(Object other) {
        return other instanceof Address address && port == address.port && name.equals(address.name);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, port);
    }

    /**
     * As people write it.
     *
     * @return such as {@code localhost:5000}, {@code [::1]:5000}, {@code /tmp/socket}
     */
    @Override
    public String toString() {
        return isUnix() ? name : (name.contains(":") ? "[" + name + "]" : name) + ":" + port;
    }
}
