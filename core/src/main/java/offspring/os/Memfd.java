package offspring.os;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** Shared memory that has a descriptor and no name: memfd_create(2), sealed so that nobody can change its size. */
final class Memfd {

    private static final int MFD_CLOEXEC = 1;
    private static final int MFD_ALLOW_SEALING = 2;
    private static final int F_ADD_SEALS = 1033;
    private static final int F_SEAL_SEAL = 1;
    private static final int F_SEAL_SHRINK = 2;
    private static final int F_SEAL_GROW = 4;
    private static final int FALLOC_FL_KEEP_SIZE = 1;
    private static final int FALLOC_FL_PUNCH_HOLE = 2;

    private static final int PROT_READ_WRITE = 1 | 2;
    private static final int MAP_SHARED = 1;
    private static final int LARGEST_ERRNO = 4095;

    private Memfd() {}

    /**
     * Creates shared memory. Pages take memory when they are first written, so the size may be far beyond what the
     * machine has. The seals keep a file that others map from being truncated under them, which would be a SIGBUS.
     *
     * @return the descriptor, closed on exec
     */
    static int create(String name, long sizeBytes) throws IOException {
        long descriptor = createDescriptor(name);
        if (descriptor < 0) {
            throw cannot(name, sizeBytes, "memfd_create", descriptor);
        }
        long result = Native.call(SystemCall.FTRUNCATE, descriptor, sizeBytes);
        if (result >= 0) {
            long seals = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW;
            result = Native.call(SystemCall.FCNTL, descriptor, F_ADD_SEALS, seals);
        }
        if (result < 0) {
            Native.call(SystemCall.CLOSE, descriptor);
            throw cannot(name, sizeBytes, "setting its size", result);
        }
        return (int) descriptor;
    }

    /** {@code int memfd_create(const char *name, unsigned int flags)}: the descriptor or a negated errno. */
    static long createDescriptor(String name) {
        try (Arena arena = Arena.ofConfined()) {
            long address = arena.allocateFrom(name).address();
            return Native.call(SystemCall.MEMFD_CREATE, address, MFD_CLOEXEC | MFD_ALLOW_SEALING);
        }
    }

    /** {@code int fallocate(int fd, int mode, off_t offset, off_t len)}: takes the memory now. */
    static long reserve(int descriptor, long offset, long bytes) {
        return Native.call(SystemCall.FALLOCATE, descriptor, FALLOC_FL_KEEP_SIZE, offset, bytes);
    }

    /** {@code int fallocate(int fd, int mode, off_t offset, off_t len)}: gives the memory back, zeros remain. */
    static long punch(int descriptor, long offset, long bytes) {
        return Native.call(SystemCall.FALLOCATE, descriptor, FALLOC_FL_KEEP_SIZE | FALLOC_FL_PUNCH_HOLE, offset, bytes);
    }

    /**
     * {@code void *mmap(void *addr, size_t length, int prot, int flags, int fd, off_t offset)}, shared, readable and
     * writable; unmapped with the arena.
     */
    @SuppressWarnings("restricted")
    static MemorySegment map(int descriptor, long offset, long bytes, Arena arena) throws IOException {
        long address = Native.call(SystemCall.MMAP, 0, bytes, PROT_READ_WRITE, MAP_SHARED, descriptor, offset);
        if (address < 0 && address >= -LARGEST_ERRNO) {
            throw new IOException("cannot map shared memory: mmap failed with " + Errno.name(address) + "; offset="
                    + offset + " bytes=" + bytes);
        }
        return MemorySegment.ofAddress(address)
                .reinterpret(bytes, arena, mapped -> Native.call(SystemCall.MUNMAP, mapped.address(), bytes));
    }

    private static IOException cannot(String name, long sizeBytes, String call, long result) {
        return new IOException("cannot create shared memory: " + call + " failed with " + Errno.name(result)
                + "; name=" + name + " sizeBytes=" + sizeBytes);
    }

    /** Where another process of the same user finds one of our descriptors. */
    static Path pathOf(int descriptor) {
        return Path.of("/proc/" + ProcessHandle.current().pid() + "/fd/" + descriptor);
    }
}
