package offspring.os;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Which names of shared memory a family has made and has to remove at its end.
 *
 * <p>Shape: a directory beside the names, called as a {@link PrivateDirectory} of the family's first process, with one
 * symbolic link for each name: it is called as the memory's inode and leads to the name. The inode keeps a name that
 * was unlinked and then given to something else from being removed; a link because it is made in one step.
 *
 * <p>Processes: all of the family write to it. It is emptied at the end of the first process, by its watcher if it was
 * killed, else by the next program.
 */
public final class NameRegistry {

    /** What its directory is called behind {@link PrivateDirectory#ownBeginnings()}, where the watcher looks for it. */
    public static final String SUFFIX = "names";

    private final Path directory;

    private NameRegistry(Path directory) {
        this.directory = directory;
    }

    /** That of the family that this process is the first of. */
    public static NameRegistry of(Owner first) {
        return new NameRegistry(NamedMemory.directory().resolve(PrivateDirectory.prefix(first) + SUFFIX));
    }

    /** Whether anything is registered. */
    public boolean exists() {
        return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS);
    }

    /** Registers memory that is about to get its name. */
    public void add(String name, long inode) throws IOException {
        while (true) {
            makeDirectory();
            try {
                Files.createSymbolicLink(entry(inode), Path.of(name));
                return;
            } catch (NoSuchFileException emptiedMeanwhile) {
                log("another process has just removed the last entry", emptiedMeanwhile);
            }
        }
    }

    /** Forgets memory that has lost its name, or is to keep it. */
    public void remove(long inode) throws IOException {
        if (Files.deleteIfExists(entry(inode))) {
            removeIfEmpty();
        }
    }

    /** Removes all that is registered and still has its name. */
    public void removeAll() throws IOException {
        if (exists()) {
            removeNamesOf(directory);
            removeIfEmpty();
        }
    }

    static boolean isOne(Path directory) {
        return directory.getFileName().toString().endsWith("-" + SUFFIX);
    }

    static void removeNamesOf(Path directory) throws IOException {
        PrivateDirectory.requireOurs(directory);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                removeName(entry);
            }
        }
    }

    private static void removeName(Path entry) throws IOException {
        String name = Files.readSymbolicLink(entry).toString();
        try {
            NamedMemory.check(name);
            NamedMemory.unlink(name, Long.parseLong(entry.getFileName().toString()));
        } catch (NoSuchFileException | IllegalArgumentException notThere) {
            log("a registered name is not there", notThere);
        }
        Files.deleteIfExists(entry);
    }

    private void makeDirectory() throws IOException {
        try {
            Files.createDirectory(directory, PrivateDirectory.OURS_ALONE);
        } catch (FileAlreadyExistsException there) {
            PrivateDirectory.requireOurs(directory);
        }
    }

    /** A directory that has got an entry meanwhile stays. */
    private void removeIfEmpty() {
        try {
            Files.deleteIfExists(directory);
        } catch (IOException inUse) {
            log("names of shared memory stay registered", inUse);
        }
    }

    private Path entry(long inode) {
        return directory.resolve(Long.toString(inode));
    }

    private static void log(String what, Exception why) {
        System.getLogger(NameRegistry.class.getName()).log(Level.DEBUG, what, why);
    }
}
