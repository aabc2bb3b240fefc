package offspring.os;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * A sparse temporary file, in place of a memfd. Where there is a /proc it loses its name at once, and others open it by
 * its descriptor, so that nothing is left behind whatever happens; elsewhere it keeps its name until it is closed.
 */
final class TemporaryFile implements Closeable {

    static final Path MEMORY = Path.of("/dev/shm");
    /** Containers often have a /dev/shm of 64 MiB: a file there would kill who touches the page that is one too many. */
    private static final long USEFUL_BYTES = 1L << 30;

    private final RandomAccessFile file;
    private final PrivateDirectory directory;
    private final Path path;
    private final OptionalInt descriptor;
    private final long sizeBytes;

    private TemporaryFile(
            RandomAccessFile file, PrivateDirectory directory, Path path, OptionalInt descriptor, long sizeBytes) {
        this.file = file;
        this.directory = directory;
        this.path = path;
        this.descriptor = descriptor;
        this.sizeBytes = sizeBytes;
    }

    static TemporaryFile create(String name, long sizeBytes) throws IOException {
        PrivateDirectory directory = PrivateDirectory.create(parent());
        try {
            return createIn(directory, name, sizeBytes);
        } catch (IOException failed) {
            try (directory) {
                throw failed;
            }
        }
    }

    private static TemporaryFile createIn(PrivateDirectory directory, String name, long sizeBytes) throws IOException {
        Path named = directory.resolve(name);
        RandomAccessFile file = new RandomAccessFile(named.toFile(), "rw");
        try {
            setLength(file, sizeBytes);
            OptionalInt descriptor = Descriptors.find(file);
            if (descriptor.isEmpty()) {
                return new TemporaryFile(file, directory, named, descriptor, file.length());
            }
            directory.close();
            Path unnamed = Memfd.pathOf(descriptor.getAsInt());
            return new TemporaryFile(file, directory, unnamed, descriptor, file.length());
        } catch (IOException failed) {
            try (file) {
                throw failed;
            }
        }
    }

    /** Where other processes open it. */
    Path path() {
        return path;
    }

    /** The number of the open file, where there is a /proc. */
    OptionalInt descriptor() {
        return descriptor;
    }

    long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public void close() throws IOException {
        try (directory) {
            file.close();
        }
    }

    private static Path parent() throws IOException {
        boolean useful = Files.isWritable(MEMORY) && Files.getFileStore(MEMORY).getUsableSpace() >= USEFUL_BYTES;
        return useful ? MEMORY : PrivateDirectory.temporary();
    }

    /** File systems have limits, such as 16 TiB for ext4: halves the size until it fits. */
    private static void setLength(RandomAccessFile file, long sizeBytes) throws IOException {
        long length = sizeBytes;
        while (true) {
            try {
                file.setLength(length);
                return;
            } catch (IOException tooLarge) {
                length /= 2;
                if (length < Math.min(sizeBytes, USEFUL_BYTES)) {
                    throw tooLarge;
                }
            }
        }
    }
}
