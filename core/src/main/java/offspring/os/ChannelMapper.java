package offspring.os;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * Maps files by plain Java.
 *
 * <p>An interrupt closes a {@link FileChannel} for everybody. So the flag is put aside meanwhile, and a channel that was
 * closed by one that slipped in is opened again. (A mapping that was made at that very moment is lost until the process
 * ends: some address space, no memory.)
 */
final class ChannelMapper implements Closeable {

    /** Guarded by this. */
    private FileChannel channel;

    private final SharedFile file;

    /** Maps a file, which is asked for its path when there is no open channel. */
    ChannelMapper(SharedFile file) {
        this.file = file;
    }

    /** Maps the beginning of a file of which nothing else is wanted; a link is not followed, as shm_open(3) follows none. */
    static MemorySegment mapOnce(Path path, long bytes, Arena arena) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                interrupted |= Thread.interrupted();
                try (FileChannel open =
                        FileChannel.open(path, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, NOFOLLOW_LINKS))) {
                    return open.map(MapMode.READ_WRITE, 0, bytes, arena);
                } catch (ClosedChannelException byAnInterrupt) {
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            restore(interrupted);
        }
    }

    MemorySegment map(long offset, long bytes, Arena arena) throws IOException {
        boolean interrupted = false;
        MemorySegment mapped = null;
        while (mapped == null) {
            interrupted |= Thread.interrupted();
            FileChannel open = openChannel();
            try {
                mapped = open.map(MapMode.READ_WRITE, offset, bytes, arena);
            } catch (ClosedChannelException byAnInterrupt) {
                interrupted |= Thread.interrupted();
            } catch (IOException | RuntimeException | Error failed) {
                restore(interrupted);
                throw failed;
            }
        }
        restore(interrupted);
        return mapped;
    }

    @Override
    public synchronized void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }

    /** Opens the channel by this path. */
    synchronized void open(Path path) throws IOException {
        channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private synchronized FileChannel openChannel() throws IOException {
        if (channel == null || !channel.isOpen()) {
            open(file.ownPath());
        }
        return channel;
    }

    private static void restore(boolean interrupted) {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
