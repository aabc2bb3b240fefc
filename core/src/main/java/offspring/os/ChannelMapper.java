package offspring.os;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

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

    /** Tells by which path to open the file; asked only when there is no open channel. */
    @FunctionalInterface
    interface Where {
        Path path() throws IOException;
    }

    MemorySegment map(Where where, long offset, long bytes, Arena arena) throws IOException {
        boolean interrupted = false;
        MemorySegment mapped = null;
        while (mapped == null) {
            interrupted |= Thread.interrupted();
            FileChannel open = open(where);
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

    synchronized FileChannel open(Where where) throws IOException {
        if (channel == null || !channel.isOpen()) {
            channel = FileChannel.open(where.path(), StandardOpenOption.READ, StandardOpenOption.WRITE);
        }
        return channel;
    }

    private static void restore(boolean interrupted) {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
