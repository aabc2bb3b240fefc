package offspring.os;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;

/** Finding out the number of a descriptor that Java opened, without a native call. */
final class Descriptors {

    private static final Path INFOS = Path.of("/proc/self/fdinfo");
    /** Positions are drawn from 40 bits: every file system allows them, and no other file is likely to be at one. */
    private static final long POSITIONS = 1L << 40;

    private Descriptors() {}

    /**
     * The number of an open file. The file is moved to a random position, and /proc tells which descriptor is there;
     * comparing names or inodes would not tell two descriptors of one file apart.
     *
     * @return empty where there is no /proc
     */
    static OptionalInt find(RandomAccessFile file) throws IOException {
        if (!Files.isDirectory(INFOS)) {
            return OptionalInt.empty();
        }
        long position = ThreadLocalRandom.current().nextLong(POSITIONS);
        file.seek(position);
        try (DirectoryStream<Path> infos = Files.newDirectoryStream(INFOS)) {
            for (Path info : infos) {
                if (isAt(info, position)) {
                    return OptionalInt.of(Integer.parseInt(info.getFileName().toString()));
                }
            }
        }
        return OptionalInt.empty();
    }

    private static boolean isAt(Path info, long position) throws IOException {
        try {
            return Long.toString(position).equals(Machine.line(info.toString(), "pos:"));
        } catch (IOException closedMeanwhile) {
            if (Files.exists(info)) {
                throw closedMeanwhile;
            }
            return false;
        }
    }
}
