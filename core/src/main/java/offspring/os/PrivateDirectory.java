package offspring.os;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A directory that only this user can enter (mode 0700), for what must have a name for a moment.
 *
 * <p>Lifetime: closing deletes it with what is in it, so does the end of the program; after a SIGKILL whoever outlives the
 * program may delete all that begin with {@link #ownBeginnings}, else the next program that makes one sweeps it away. Its name tells whose it is: {@code offspring-NAMESPACE-PID-START-COUNT}, where
 * NAMESPACE is the one the pid belongs to, so that containers that share a directory leave each other's alone.
 */
public final class PrivateDirectory implements Closeable {

    static final FileAttribute<Set<PosixFilePermission>> OURS_ALONE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Set<PrivateDirectory> OPEN = ConcurrentHashMap.newKeySet();
    private static final AtomicBoolean FIRST = new AtomicBoolean(true);
    private static final Set<Path> SWEPT = ConcurrentHashMap.newKeySet();
    /** Guarded by {@link #OPEN}. */
    private static boolean isEnding;

    private final Path path;

    private PrivateDirectory(Path path) {
        this.path = path;
    }

    /** Makes one in the given directory, and has others swept there that nobody needs any more. */
    static PrivateDirectory create(Path parent) throws IOException {
        if (FIRST.getAndSet(false)) {
            deleteAtEnd();
        }
        PrivateDirectory directory = createListed(parent);
        if (SWEPT.add(parent)) {
            Thread.ofPlatform().daemon().name("offspring-sweep").start(() -> sweep(parent));
        }
        return directory;
    }

    /**
     * Race: the program ends, and another thread of it makes a directory that the hook does not see. The hook begins when none
     * is being made, and those that are made from then on are left to the JVM's last act.
     */
    private static PrivateDirectory createListed(Path parent) throws IOException {
        synchronized (OPEN) {
            PrivateDirectory directory = new PrivateDirectory(createDirectory(parent));
            OPEN.add(directory);
            if (isEnding) {
                directory.deleteLast();
            }
            return directory;
        }
    }

    /** After all hooks, if it is empty by then. */
    private void deleteLast() {
        try {
            path.toFile().deleteOnExit();
        } catch (IllegalStateException tooLate) {
            log("a temporary directory is left to the next program", tooLate);
        }
    }

    /** Sweeps where names of shared memory are, unless that was done; for programs that make none themselves. */
    public static void sweepMemory() {
        Path parent = NamedMemory.directory();
        if (SWEPT.add(parent)) {
            sweep(parent);
        }
    }

    /** Counts rather than draws lots: the first secure random number of a JVM takes tens of milliseconds. */
    private static Path createDirectory(Path parent) throws IOException {
        String prefix = prefix();
        while (true) {
            Path path = parent.resolve(prefix.concat(Integer.toString(COUNT.incrementAndGet())));
            try {
                return Files.createDirectory(path, OURS_ALONE);
            } catch (FileAlreadyExistsException taken) {
                log("a temporary directory is left to whoever made it", taken);
            }
        }
    }

    /** What the paths of all directories of this process begin with, and nobody else's. */
    public static List<String> ownBeginnings() {
        String prefix = prefix();
        return Stream.of(temporary(), TemporaryFile.MEMORY)
                .distinct()
                .map(parent -> parent.toAbsolutePath().resolve(prefix).toString())
                .toList();
    }

    /** Where programs put temporary files. */
    static Path temporary() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    @Override
    public void close() throws IOException {
        if (OPEN.contains(this)) { // until it is gone, since the program may end meanwhile
            try {
                delete(path);
            } catch (NoSuchFileException goneAtTheSameTime) {
                // by another thread, or the hook
            } finally {
                OPEN.remove(this);
            }
        }
    }

    private static String prefix() {
        return prefix(Owner.self());
    }

    static String prefix(Owner owner) {
        return "offspring-" + pidNamespace() + "-" + owner.pid() + "-" + owner.startTicks() + "-";
    }

    /** Anybody may make a directory of this name before us where the names of all users are. */
    static void requireOurs(Path directory) throws IOException {
        if (!Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS).equals(us())) {
            throw new IOException("cannot use " + directory + ": it belongs to another user");
        }
    }

    private static UserPrincipal us() throws IOException {
        Path self = Path.of("/proc/self/stat");
        return Files.getOwner(Files.exists(self) ? self : Path.of(System.getProperty("user.home")));
    }

    /** The number in {@code pid:[4026531836]}; 0 where there are no namespaces. */
    private static String pidNamespace() {
        try {
            String link = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
            return link.substring(link.indexOf('[') + 1, link.indexOf(']'));
        } catch (IOException | UnsupportedOperationException none) {
            return "0";
        }
    }

    private static void deleteAtEnd() {
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(PrivateDirectory::closeAll, "offspring-delete"));
        } catch (IllegalStateException alreadyEnding) {
            markEnding();
        }
    }

    private static void markEnding() {
        synchronized (OPEN) {
            isEnding = true;
        }
    }

    private static void closeAll() {
        markEnding();
        for (PrivateDirectory directory : OPEN) {
            try {
                directory.close();
            } catch (IOException left) {
                log("a temporary directory is left to the next program", left);
            }
        }
    }

    /** Deletes the directories of makers that are dead, and the names that they have registered. */
    static void sweep(Path parent) {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(parent, "offspring-*")) {
            UserPrincipal us = us();
            for (Path other : all) {
                if (isLeft(other)) {
                    sweep(other, us);
                }
            }
        } catch (IOException | RuntimeException unswept) {
            log("temporary directories were not swept", unswept);
        }
    }

    private static void sweep(Path left, UserPrincipal us) {
        try {
            if (us.equals(Files.getOwner(left, LinkOption.NOFOLLOW_LINKS))) {
                if (NameRegistry.isOne(left)) {
                    NameRegistry.removeNamesOf(left);
                }
                delete(left);
            }
        } catch (IOException sweptByAnother) {
            log("a temporary directory is left to the next program", sweptByAnother);
        }
    }

    private static boolean isLeft(Path directory) {
        String[] parts = directory.getFileName().toString().split("-");
        return parts.length == 5
                && parts[1].equals(pidNamespace())
                && parts[2].matches("[0-9]{1,9}")
                && parts[3].matches("[0-9]{1,18}")
                && Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                && new Owner(Long.parseLong(parts[2]), Long.parseLong(parts[3])).isDead();
    }

    /** A logger is made when there is something to say: making one takes longer than all the rest here. */
    private static void log(String what, Exception why) {
        System.getLogger(PrivateDirectory.class.getName()).log(Level.DEBUG, what, why);
    }

    private static void delete(Path directory) throws IOException {
        try (DirectoryStream<Path> content = Files.newDirectoryStream(directory)) {
            for (Path file : content) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(directory);
    }
}
