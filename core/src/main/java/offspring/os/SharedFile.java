package offspring.os;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import offspring.os.Features.Feature;

/**
 * Memory that several processes map: a sealed memfd, or a sparse temporary file where there is none.
 *
 * <p>Shape: a fixed size, which may be far beyond the memory of the machine; a page takes memory once it is written.
 *
 * <p>Processes: the creator tells others its {@link #path()}; they {@link #attach}. Safe for use by several threads.
 *
 * <p>Lifetime: the memory is gone with the last process that has the file open or mapped, also after a SIGKILL:
 * the file has no name (on systems without /proc the temporary file keeps one until the program ends).
 *
 * <p>Cost: attaching needs no native call.
 */
public final class SharedFile implements Closeable {

    private static final String GIVE_BACK = "give back";

    /** The descriptor that stays open, and the only one once the linker is warm. */
    private final Closeable anchor;

    private final Path origin;
    private final long sizeBytes;
    /** For mappings without the linker. */
    private final ChannelMapper channel = new ChannelMapper(this);
    /** Held shared by whoever uses the descriptor's number, which means another file after close. */
    private final ReadWriteLock use = new ReentrantReadWriteLock();

    private boolean closed;
    /** The anchor's number, or none yet. */
    private volatile OptionalInt number;

    private SharedFile(Closeable anchor, OptionalInt number, Path origin, long sizeBytes) {
        this.anchor = anchor;
        this.number = number;
        this.origin = origin;
        this.sizeBytes = sizeBytes;
    }

    /**
     * Creates shared memory, all zeros. Links first if need be, since a memfd is much better than its fallback.
     *
     * @param name what /proc/PID/maps shows
     * @param sizeBytes its size for ever; a file system that cannot have it gives the largest it can, {@link #sizeBytes}
     */
    public static SharedFile create(String name, long sizeBytes) throws IOException {
        if (Features.has(Feature.MEMFD)) {
            OwnedDescriptor memfd = new OwnedDescriptor(Memfd.create(name, sizeBytes));
            OptionalInt number = OptionalInt.of(memfd.number());
            return new SharedFile(memfd, number, Memfd.pathOf(memfd.number()), sizeBytes);
        }
        TemporaryFile file = TemporaryFile.create(name, sizeBytes);
        return new SharedFile(file, file.descriptor(), file.path(), file.sizeBytes());
    }

    /** Joins the shared memory of a process that has it open. No native call. */
    public static SharedFile attach(Path path) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        try {
            SharedFile attached = new SharedFile(file, OptionalInt.empty(), path, file.length());
            if (!Features.isWarm()) {
                attached.channel.open(path);
            }
            return attached;
        } catch (IOException failed) {
            try (file) {
                throw failed;
            }
        }
    }

    /** Where other processes of this user find it as long as this process has it open. */
    public Path path() throws IOException {
        beginUse();
        try {
            return ownPath();
        } finally {
            use.readLock().unlock();
        }
    }

    /** Its size, fixed when it was created. */
    public long sizeBytes() {
        return sizeBytes;
    }

    /**
     * Maps a part of it, readable and writable, until the arena is closed. Not interruptible.
     *
     * <p>Once the linker is warm this is a mere mmap(2), 4 µs; until then it is a {@code FileChannel}'s, 30 µs.
     *
     * @param offset where it begins, a multiple of the page size
     */
    public MemorySegment map(long offset, long bytes, Arena arena) throws IOException {
        beginUse();
        try {
            OptionalInt own = Features.isWarm() ? ownNumber() : OptionalInt.empty();
            return own.isPresent()
                    ? Memfd.map(own.getAsInt(), offset, bytes, arena)
                    : channel.map(offset, bytes, arena);
        } finally {
            use.readLock().unlock();
        }
    }

    /**
     * Takes the memory of a part that nobody has used yet, so that memory that is not there is an exception now and
     * not a dead process at the first touch.
     *
     * @throws IOException if there is not enough
     */
    public void reserve(long offset, long bytes) throws IOException {
        allocate("reserve", offset, bytes);
    }

    /** Gives the memory of a part back. It is all zeros then, in every process that maps it. */
    public void punch(long offset, long bytes) throws IOException {
        allocate(GIVE_BACK, offset, bytes);
    }

    /** Ends this process's use of it. What is mapped stays mapped. */
    @Override
    public void close() throws IOException {
        use.writeLock().lock();
        try (anchor) {
            closed = true;
            channel.close();
        } finally {
            use.writeLock().unlock();
        }
    }

    private void allocate(String what, long offset, long bytes) throws IOException {
        beginUse();
        try {
            OptionalInt own = Features.has(Feature.PUNCH_HOLE) ? ownNumber() : OptionalInt.empty();
            long result = own.isPresent() ? -Errno.EINTR : -Errno.EOPNOTSUPP;
            while (result == -Errno.EINTR) {
                result = what.equals(GIVE_BACK)
                        ? Memfd.punch(own.getAsInt(), offset, bytes)
                        : Memfd.reserve(own.getAsInt(), offset, bytes);
            }
            if (result == -Errno.EOPNOTSUPP) {
                writeZeros(offset, bytes);
            } else if (result < 0) {
                throw new IOException("cannot " + what + " shared memory: fallocate failed with " + Errno.name(result)
                        + "; offset=" + offset + " bytes=" + bytes);
            }
        } finally {
            use.readLock().unlock();
        }
    }

    /** What the others do by fallocate(2), for a file system or a JVM without it: zeros, and memory for them. */
    private void writeZeros(long offset, long bytes) throws IOException {
        byte[] zeros = new byte[(int) Math.min(bytes, 1 << 16)];
        try (RandomAccessFile file = new RandomAccessFile(ownPath().toFile(), "rw")) {
            file.seek(offset);
            for (long left = bytes; left > 0; left -= zeros.length) {
                file.write(zeros, 0, (int) Math.min(left, zeros.length));
            }
        }
    }

    /** A path by which this process can open it again, whatever its creator has done since. */
    Path ownPath() throws IOException {
        OptionalInt own = ownNumber();
        return own.isPresent() ? Memfd.pathOf(own.getAsInt()) : origin;
    }

    /** The number of the descriptor that Java opened is looked for when it is first needed. */
    private OptionalInt ownNumber() throws IOException {
        if (number.isEmpty() && anchor instanceof RandomAccessFile file) {
            synchronized (anchor) {
                number = number.isEmpty() ? Descriptors.find(file) : number;
            }
        }
        return number;
    }

    /** Takes the lock of a user, who gives it back; explicit, since the first lambdas of a JVM take milliseconds. */
    private void beginUse() throws IOException {
        use.readLock().lock();
        if (closed) {
            use.readLock().unlock();
            throw new IOException("cannot use shared memory: it is closed; path=" + origin);
        }
    }
}
