package offspring.bench;

import java.io.IOException;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import offspring.pool.Pool;
import offspring.shm.SharedMemory;

/** A block of shared memory that another process made: filling it, reading it, and attaching to it. */
final class ShmRows {

    private static final int COPIES = 5;
    private static final int ATTACHES = 200;
    private static final int CREATES = 20;

    private ShmRows() {}

    private record Found(double firstWrite, double write, double read, double[] attach) implements Serializable {}

    static void sharedMemory(Figures figures, Group.Scale scale) throws Exception {
        int bytes = scale.of(256) << 20;
        figures.times("shared_memory.create_unlink", Figures.calls(scale.of(CREATES), () -> createAndUnlink(bytes)), "us");
        try (SharedMemory block = SharedMemory.create(bytes);
                Pool pool = Pool.builder().processes(1).jvmOptions("-Xmx" + (bytes / (1 << 20) * 3 + 64) + "m").build()) {
            String name = block.name();
            Found found = pool.apply(() -> copied(name, bytes));
            double mib = bytes / (double) (1 << 20);
            figures.times("shared_memory.attach_close", found.attach(), "us");
            figures.add("shared_memory.first_write", mib / found.firstWrite(), "MiB/s");
            figures.add("shared_memory.write", mib / found.write(), "MiB/s");
            figures.add("shared_memory.read", mib / found.read(), "MiB/s");
            block.unlink();
        }
    }

    private static Found copied(String name, int bytes) throws Exception {
        MemorySegment source = MemorySegment.ofArray(filled(bytes, (byte) 's'));
        MemorySegment target = MemorySegment.ofArray(filled(bytes, (byte) 't'));
        try (SharedMemory block = SharedMemory.attach(name)) {
            double first = Figures.seconds(() -> block.segment().copyFrom(source));
            double write = Figures.median(Figures.calls(COPIES, () -> block.segment().copyFrom(source)));
            double read = Figures.median(Figures.calls(COPIES, () -> target.copyFrom(block.segment())));
            Figures.calls(ATTACHES, () -> attachAndClose(name));
            return new Found(first, write, read, Figures.calls(ATTACHES, () -> attachAndClose(name)));
        }
    }

    private static byte[] filled(int bytes, byte with) {
        byte[] array = new byte[bytes];
        Arrays.fill(array, with);
        return array;
    }

    private static void createAndUnlink(int bytes) throws IOException {
        try (SharedMemory block = SharedMemory.create(bytes)) {
            block.unlink();
        }
    }

    private static void attachAndClose(String name) throws IOException {
        SharedMemory.attach(name).close();
    }
}
