package offspring.socket;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The file by which a Unix socket is found. It outlives the socket if its process is killed, so that who wants the name looks
 * whether anybody listens there.
 *
 * <p>Race: two processes find the same dead file, one puts its own socket there, and the other one, still meaning the dead one,
 * removes it. So the file is moved aside first, which one of them does; who then sees that he has moved another file puts it back.
 */
final class UnixName {

    private static final int FILE_TYPE = 0170000;
    private static final int SOCKET = 0140000;

    /** Those to remove if the program ends without having done so. */
    private static final Set<UnixName> OPEN = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(UnixName::removeAll, "offspring-socket-files"));
    }

    /** Null if there is no file. */
    private final Path path;
    private final Object inode;

    private UnixName(Path path, Object inode) {
        this.path = path;
        this.inode = inode;
    }

    /**
     * Binds a channel, in place of a dead socket if there is one.
     *
     * @throws BindException if the address is in use
     * @throws FileAlreadyExistsException if the file is no socket
     */
    static UnixName bind(ServerSocketChannel channel, SocketAddress address, int backlog) throws IOException {
        try {
            return bindOnce(channel, address, backlog);
        } catch (BindException taken) {
            if (!(address instanceof UnixDomainSocketAddress unix) || !removeDead(unix)) {
                throw inUse(address, taken);
            }
        }
        try {
            return bindOnce(channel, address, backlog);
        } catch (BindException takenMeanwhile) {
            throw inUse(address, takenMeanwhile);
        }
    }

    private static UnixName bindOnce(ServerSocketChannel channel, SocketAddress address, int backlog) throws IOException {
        channel.bind(address, backlog);
        if (address instanceof UnixDomainSocketAddress unix) {
            Path path = unix.getPath().toAbsolutePath();
            UnixName name = new UnixName(path, inodeOf(path));
            OPEN.add(name);
            return name;
        }
        return new UnixName(null, null);
    }

    private static BindException inUse(SocketAddress address, BindException cause) {
        BindException inUse = new BindException(
                "cannot listen: " + cause.getMessage() + "; address=" + Sockets.text(address));
        inUse.initCause(cause);
        return inUse;
    }

    /** Removes the file, unless it is another one by now. */
    void remove() throws IOException {
        if (path == null) {
            return;
        }
        OPEN.remove(this);
        try {
            if (inodeOf(path).equals(inode)) {
                Files.delete(path);
            }
        } catch (NoSuchFileException gone) {
            // as it should be
        }
    }

    private static void removeAll() {
        for (UnixName name : OPEN) {
            try {
                name.remove();
            } catch (IOException left) {
                // the next listener takes its place
            }
        }
    }

    /** Whether there is no socket any more, because nobody had it. */
    private static boolean removeDead(UnixDomainSocketAddress address) throws IOException {
        Path path = address.getPath();
        try {
            Object found = inodeOf(path);
            if (((int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & FILE_TYPE) != SOCKET) {
                throw new FileAlreadyExistsException(path.toString(), null, "cannot listen: the file is no socket");
            }
            if (isAlive(address)) {
                return false;
            }
            Path aside = path.resolveSibling(
                    path.getFileName() + "." + Integer.toHexString(ThreadLocalRandom.current().nextInt()));
            Files.move(path, aside);
            if (inodeOf(aside).equals(found)) {
                Files.delete(aside);
                return true;
            }
            Files.move(aside, path);
            return false;
        } catch (NoSuchFileException goneMeanwhile) {
            return true;
        }
    }

    private static boolean isAlive(UnixDomainSocketAddress address) throws IOException {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.configureBlocking(false);
            probe.connect(address);
            return true;
        } catch (ConnectException refused) {
            return Sockets.isFull(refused);
        } catch (SocketException notAllowed) {
            return true;
        }
    }

    private static Object inodeOf(Path path) throws IOException {
        return Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS);
    }
}
