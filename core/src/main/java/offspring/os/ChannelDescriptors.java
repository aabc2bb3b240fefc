package offspring.os;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntPredicate;

/**
 * The descriptor under a channel of the JDK, which does not tell it.
 *
 * <p>The kernel is asked for the addresses of all our sockets: a connection's two addresses are its own. Where several
 * sockets have the same (connections accepted on a Unix socket, listeners that share a port) one of them is changed by
 * way of the channel for some microseconds, in an option that means nothing meanwhile, and the kernel is asked which
 * it was.
 *
 * <p>A peer that has reset its connection has no address any more, for the kernel, and may come again from where it was: all
 * that have none are asked, too.
 *
 * <p>Race: the channel is closed meanwhile, and its number is another file's. The duplicate's addresses are compared
 * again.
 */
public final class ChannelDescriptors {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final int LEAST_LINGER = 10_000;

    private final NetworkChannel channel;
    private final SocketAddress local;
    private final SocketAddress remote;

    private ChannelDescriptors(NetworkChannel channel, SocketAddress local, SocketAddress remote) {
        this.channel = channel;
        this.local = local;
        this.remote = remote;
    }

    /**
     * One more descriptor for a connected or listening socket.
     *
     * @throws IOException if it was closed meanwhile, or no descriptor is left
     */
    public static OwnedDescriptor duplicate(SocketChannel channel) throws IOException {
        return new ChannelDescriptors(channel, channel.getLocalAddress(), channel.getRemoteAddress()).duplicate();
    }

    /** The same for one that accepts. */
    public static OwnedDescriptor duplicate(ServerSocketChannel channel) throws IOException {
        return new ChannelDescriptors(channel, channel.getLocalAddress(), null).duplicate();
    }

    /** The number itself, for who owns the channel. */
    static int numberOf(ServerSocketChannel channel) throws IOException {
        return new ChannelDescriptors(channel, channel.getLocalAddress(), null).find();
    }

    private OwnedDescriptor duplicate() throws IOException {
        OwnedDescriptor duplicate = OwnedDescriptor.duplicate(find());
        if (!isLikeOurs(duplicate.number()) || !channel.isOpen()) {
            duplicate.close();
            throw new IOException("it was closed meanwhile");
        }
        return duplicate;
    }

    private int find() throws IOException {
        Map<String, Integer> candidates = candidates();
        if (candidates.size() > 1) {
            return marked(candidates);
        }
        return candidates.values().stream()
                .findFirst()
                .orElseThrow(() -> new IOException("no socket of this process has its address; channel=" + channel));
    }

    /** By what they lead to: two descriptors of one socket are as good as one. */
    private Map<String, Integer> candidates() throws IOException {
        Map<String, Integer> found = new TreeMap<>();
        try (DirectoryStream<Path> numbers = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path entry : numbers) {
                int number = Integer.parseInt(entry.getFileName().toString());
                if (isLikeOurs(number)) {
                    target(entry).ifPresent(target -> found.put(target, number));
                }
            }
        }
        return found;
    }

    private static Optional<String> target(Path entry) {
        try {
            return Optional.of(Files.readSymbolicLink(entry).toString());
        } catch (IOException closedMeanwhile) {
            return Optional.empty();
        }
    }

    private boolean isLikeOurs(int number) {
        Optional<SocketAddress> name = SocketName.local(number);
        Optional<SocketAddress> peer = SocketName.remote(number);
        return name.isPresent()
                && name.get().equals(local)
                && (peer.isEmpty() || peer.get().equals(remote))
                && (SocketName.option(number, SocketName.SO_ACCEPTCONN) != 0) == (remote == null);
    }

    private int marked(Map<String, Integer> candidates) throws IOException {
        synchronized (ChannelDescriptors.class) {
            return remote == null ? markedListener(candidates) : markedConnection(candidates);
        }
    }

    /** Says how long a close would wait: by a number that nobody else says. */
    private int markedConnection(Map<String, Integer> candidates) throws IOException {
        Integer before = channel.getOption(StandardSocketOptions.SO_LINGER);
        int mark = LEAST_LINGER + ThreadLocalRandom.current().nextInt(LEAST_LINGER);
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, mark);
            return only(candidates, number -> SocketName.linger(number) == mark);
        } finally {
            channel.setOption(StandardSocketOptions.SO_LINGER, before);
        }
    }

    /** Says the opposite of what was said about binding to its port, which others do not do in this moment. */
    private int markedListener(Map<String, Integer> candidates) throws IOException {
        if (!channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEADDR)) {
            throw new IOException("several sockets of this process have its address; channel=" + channel);
        }
        boolean before = channel.getOption(StandardSocketOptions.SO_REUSEADDR);
        Map<String, Integer> left = new TreeMap<>(candidates);
        left.values().removeIf(number -> before != reusesAddress(number));
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, !before);
            return only(left, number -> before != reusesAddress(number));
        } finally {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, before);
        }
    }

    private static boolean reusesAddress(int number) {
        return SocketName.option(number, SocketName.SO_REUSEADDR) != 0;
    }

    private int only(Map<String, Integer> candidates, IntPredicate isMarked) throws IOException {
        for (int number : candidates.values()) {
            if (isMarked.test(number)) {
                return number;
            }
        }
        throw new IOException("several sockets of this process have its address; channel=" + channel);
    }
}
