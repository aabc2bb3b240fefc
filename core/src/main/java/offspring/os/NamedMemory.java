package offspring.os;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * Memory that any process of this user can map by its name: the file of shm_open(3), without calling it.
 *
 * <p>Shape: a file of mode 0600 in /dev/shm; in the directory for temporary files where there is no /dev/shm.
 *
 * <p>Processes: it appears under its name whole, with all its memory taken, so that nobody can meet half of it and
 * no touch of it fails later for lack of memory.
 *
 * <p>Lifetime: the name lasts until it is unlinked, the memory until nobody maps it either.
 *
 * @param name its name, without a slash
 * @param inode the number of the file, which tells it from a later one of the same name
 * @param segment all of it
 */
public record NamedMemory(String name, long inode, MemorySegment segment) {

    /** NAME_MAX of tmpfs. */
    private static final int LONGEST_NAME_BYTES = 255;

    /**
     * Checks a name.
     *
     * @throws IllegalArgumentException if it cannot be the name of shared memory
     */
    public static void check(String name) {
        String wrong = "";
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            wrong = "it is no name of a file";
        } else if (name.indexOf('/') >= 0 || name.indexOf('\0') >= 0) {
            wrong = "it has a slash or a NUL in it";
        } else if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME_BYTES) {
            wrong = "it is longer than " + LONGEST_NAME_BYTES + " bytes";
        }
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException("cannot name shared memory \"" + name.replace("\0", "\\0") + "\": "
                    + wrong + "; choose one such as \"frames-1\"");
        }
    }

    /**
     * Makes memory that has no name yet, all zeros.
     *
     * @throws IOException if there is not that much
     */
    public static Draft draft(long sizeBytes, Arena arena) throws IOException {
        return draft(sizeBytes, arena, new Space());
    }

    static Draft draft(long sizeBytes, Arena arena, Space space) throws IOException {
        Path parent = directory();
        requireSpace(space, parent, sizeBytes, null);
        PrivateDirectory directory = PrivateDirectory.create(parent);
        try {
            Path file = directory.resolve("draft");
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try (RandomAccessFile sized = new RandomAccessFile(file.toFile(), "rw")) {
                sized.setLength(sizeBytes);
            }
            return new Draft(directory, file, inode(file), space.mapReserved(file, sizeBytes, arena));
        } catch (IOException failed) {
            try (directory) {
                requireSpace(space, parent, sizeBytes, failed);
                throw failed;
            }
        }
    }

    /**
     * Maps the memory of this name.
     *
     * @throws NoSuchFileException if there is none, or its maker has not yet given it a size
     */
    public static NamedMemory attach(String name, Arena arena) throws IOException {
        Path file = path(name);
        Map<String, Object> attributes = Files.readAttributes(file, "unix:ino,size", LinkOption.NOFOLLOW_LINKS);
        long sizeBytes = (long) attributes.get("size");
        if (sizeBytes == 0) {
            throw new NoSuchFileException(file.toString(), null, "it has no size yet");
        }
        long inode = ((Number) attributes.get("ino")).longValue();
        return new NamedMemory(name, inode, ChannelMapper.mapOnce(file, sizeBytes, arena));
    }

    /**
     * Removes a name, if it is still that of the given memory.
     *
     * @throws NoSuchFileException if there is no such name, or other memory has it by now
     */
    public static void unlink(String name, long inode) throws IOException {
        Path file = path(name);
        if (inode(file) != inode) {
            throw new NoSuchFileException(file.toString(), null, "the name is that of other memory by now");
        }
        Files.delete(file);
    }

    /** Whether the name is still that of the given memory. */
    public static boolean isNamed(String name, long inode) throws IOException {
        try {
            return inode(path(name)) == inode;
        } catch (NoSuchFileException unlinked) {
            return false;
        }
    }

    /** Whether something has this name. */
    public static boolean exists(String name) {
        return Files.exists(path(name), LinkOption.NOFOLLOW_LINKS);
    }

    /** Where the names are. */
    static Path directory() {
        return Place.DIRECTORY;
    }

    /** Looked up once: a machine has a /dev/shm, or has none. */
    private static final class Place {
        static final Path DIRECTORY =
                Files.isDirectory(TemporaryFile.MEMORY) ? TemporaryFile.MEMORY : PrivateDirectory.temporary();
    }

    static long inode(Path file) throws IOException {
        return ((Number) Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS)).longValue();
    }

    private static Path path(String name) {
        try {
            return directory().resolve(name);
        } catch (InvalidPathException locale) {
            throw new IllegalArgumentException("cannot name shared memory \"" + name + "\": the JVM's locale has not"
                    + " all of its characters; set the environment variable LC_ALL=C.UTF-8", locale);
        }
    }

    /** What there is of memory; tests have some in which there is none. */
    static class Space {

        long usableBytes(Path directory) throws IOException {
            return Files.getFileStore(directory).getUsableSpace();
        }

        MemorySegment mapReserved(Path file, long sizeBytes, Arena arena) throws IOException {
            try (SharedFile opened = SharedFile.attach(file)) {
                opened.reserve(0, sizeBytes);
                return opened.map(0, sizeBytes, arena);
            }
        }
    }

    /** Also before anything is taken: filling the machine's memory to learn that it is too small would harm others. */
    private static void requireSpace(Space space, Path directory, long sizeBytes, IOException cause)
            throws IOException {
        long usableBytes = space.usableBytes(directory);
        if (usableBytes < sizeBytes) {
            throw new IOException("cannot create shared memory: " + directory + " is too full; sizeBytes=" + sizeBytes
                    + " free=" + usableBytes + " of=" + Files.getFileStore(directory).getTotalSpace()
                    + "; unlink what is not needed, or enlarge it (mount -o remount,size=…, docker --shm-size)", cause);
        }
    }

    /** Memory that is about to get its name. Closing it leaves only what has got one. */
    public static final class Draft implements Closeable {

        private final PrivateDirectory directory;
        private final Path file;
        private final long inode;
        private final MemorySegment segment;

        private Draft(PrivateDirectory directory, Path file, long inode, MemorySegment segment) {
            this.directory = directory;
            this.file = file;
            this.inode = inode;
            this.segment = segment;
        }

        /** What {@link NamedMemory#inode} will be. */
        public long inode() {
            return inode;
        }

        /**
         * Gives it its name.
         *
         * @throws FileAlreadyExistsException if something has that name
         */
        public NamedMemory publish(String name) throws IOException {
            Files.createLink(path(name), file);
            return new NamedMemory(name, inode, segment);
        }

        @Override
        public void close() throws IOException {
            directory.close();
        }
    }
}
