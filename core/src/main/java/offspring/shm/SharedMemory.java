package offspring.shm;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.Serial;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import offspring.launch.FamilyNames;
import offspring.os.NamedMemory;
import offspring.wire.Travel;

/**
 * A block of bytes that has a name, by which any process of this user can map it, also one in another language.
 *
 * <p>Shape: a file of mode 0600 in /dev/shm, of exactly the size asked for, all zeros at first. Its memory is taken when
 * it is created, so that no later access fails for lack of it.
 *
 * <p>Processes: any. A block that an action captures, or that is passed to another process, is a handle: only its name
 * travels, and the other process maps the block when it first uses it. It is for the processes to agree on who writes
 * when: accesses are plain, ordered only by what else passes between them.
 *
 * <p>Lifetime: {@link #close} lets go of the memory in this process, {@link #unlink} removes the name. The memory is gone
 * when it has no name and nobody maps it. What a program has created and not unlinked is gone when the last process
 * of the program has ended, in whatever way, unless it was told to {@link #keep}. Attaching never owns.
 *
 * <p>Cost: an access is a memory access, without a system call.
 *
 * @apiNote Python: {@code multiprocessing.shared_memory.SharedMemory}, which opens the same blocks under the same names.
 *     Differs: a process that attaches never removes the block at its end; a full /dev/shm is an exception at creation
 *     and not a crash at the first write that finds no memory.
 */
public final class SharedMemory implements AutoCloseable, Serializable {

    @Serial
    private static final long serialVersionUID = 1;

    private static final String GENERATED = "psm_";

    private final String name;
    /** The number of the file, which tells it from a later one of the same name. */
    private final long inode;
    /** Where it is mapped by whoever created or attached it here; null in a process that it has travelled to. */
    private final transient Arena arena;

    /** Null until it is mapped, and after it was closed. */
    private transient volatile MemorySegment segment;

    private transient boolean closed;

    private SharedMemory(NamedMemory memory, Arena arena) {
        this.name = memory.name();
        this.inode = memory.inode();
        this.segment = memory.segment();
        this.arena = arena;
    }

    private SharedMemory(String name, long inode) {
        this.name = name;
        this.inode = inode;
        this.arena = null;
    }

    /**
     * Creates a block.
     *
     * @param name what it is called, without a slash at the beginning or anywhere else; at most 255 bytes
     * @param size how many bytes
     * @throws IllegalArgumentException if the name cannot be one, or the size is less than 1
     * @throws FileAlreadyExistsException if there is a block, or another file, of that name
     * @throws IOException if there is not enough memory; the text says how much there is
     */
    public static SharedMemory create(String name, long size) throws IOException {
        NamedMemory.check(name);
        checkSize(size);
        if (NamedMemory.exists(name)) {
            throw new FileAlreadyExistsException(name, null, "there is shared memory of this name; attach to it");
        }
        Arena arena = Arena.ofShared();
        try (NamedMemory.Draft draft = NamedMemory.draft(size, arena)) {
            return new SharedMemory(publish(draft, name), arena);
        } catch (IOException | RuntimeException failed) {
            arena.close();
            throw failed;
        }
    }

    /**
     * Creates a block and chooses its name, as CPython does.
     *
     * @param size how many bytes
     * @throws IllegalArgumentException if the size is less than 1
     * @throws IOException if there is not enough memory; the text says how much there is
     */
    public static SharedMemory create(long size) throws IOException {
        return create(() -> GENERATED + String.format("%08x", ThreadLocalRandom.current().nextInt()), size);
    }

    static SharedMemory create(Supplier<String> names, long size) throws IOException {
        while (true) {
            try {
                return create(names.get(), size);
            } catch (FileAlreadyExistsException taken) {
                System.getLogger("offspring.shm").log(System.Logger.Level.DEBUG, "drew a name that is taken", taken);
            }
        }
    }

    /**
     * Maps a block that somebody has created, here or in another process or language.
     *
     * @param name what it is called, without a slash
     * @throws IllegalArgumentException if the name cannot be one
     * @throws NoSuchFileException if there is no such block, or it has no size yet
     * @throws IOException if this process may not use it, or cannot map it
     */
    public static SharedMemory attach(String name) throws IOException {
        NamedMemory.check(name);
        Arena arena = Arena.ofShared();
        try {
            return new SharedMemory(NamedMemory.attach(name, arena), arena);
        } catch (IOException | RuntimeException failed) {
            arena.close();
            throw failed;
        }
    }

    /** What it is called, without a slash; known also when it is closed. */
    public String name() {
        return name;
    }

    /**
     * How many bytes it has.
     *
     * @throws IllegalStateException if it is closed
     * @throws UncheckedIOException if it has travelled here and is used for the first time, but its name is gone
     */
    public long size() {
        return segment().byteSize();
    }

    /**
     * All of it. After {@link #close} an access to it throws an {@link IllegalStateException}; in a process
     * that got this block as a handle, what was asked for before stays usable.
     *
     * @throws IllegalStateException if it is closed
     * @throws UncheckedIOException if it has travelled here and is used for the first time, but its name is gone
     */
    public MemorySegment segment() {
        MemorySegment mapped = segment;
        return mapped == null ? mapNow() : mapped;
    }

    /**
     * All of it as a new buffer in the byte order of this machine, with a position of its own; for the rest as
     * {@link #segment}.
     *
     * @throws IllegalStateException if it is closed
     * @throws UnsupportedOperationException if it has more than {@value Integer#MAX_VALUE} bytes: use {@link #segment}
     * @throws UncheckedIOException if it has travelled here and is used for the first time, but its name is gone
     */
    public ByteBuffer buffer() {
        return Buffers.of(segment());
    }

    /**
     * Leaves the name, and the memory with it, when the program ends.
     *
     * @return this
     * @throws IOException if that could not be noted
     * @apiNote Python: {@code track=False}.
     */
    public SharedMemory keep() throws IOException {
        FamilyNames.remove(inode);
        return this;
    }

    /**
     * Removes the name. Whoever has mapped the block goes on using it.
     *
     * @throws NoSuchFileException if it has no name any more
     * @throws IOException if it could not be removed
     */
    public void unlink() throws IOException {
        NamedMemory.unlink(name, inode);
        FamilyNames.remove(inode);
    }

    /**
     * Lets go of the memory in this process. The name stays, and so does what other processes do with it. A second
     * time does nothing.
     *
     * @throws IllegalStateException if another thread is just reading or writing a file with a buffer of it
     */
    @Override
    public synchronized void close() {
        if (!closed) {
            if (arena != null) {
                arena.close();
                FamilyNames.removeIfGone(name, inode);
            }
            closed = true;
            segment = null;
        }
    }

    /** The name and the size, as far as they are known. */
    @Override
    public String toString() {
        MemorySegment mapped = segment;
        return "SharedMemory(" + name + (mapped == null ? "" : ", size=" + mapped.byteSize()) + ")";
    }

    private static void checkSize(long size) {
        if (size < 1) {
            throw new IllegalArgumentException(
                    "cannot create shared memory of " + size + " bytes; the size is at least 1");
        }
    }

    /** Registered first: killed between the two, a registered name that does not exist harms nobody. */
    private static NamedMemory publish(NamedMemory.Draft draft, String name) throws IOException {
        FamilyNames.add(name, draft.inode());
        try {
            return draft.publish(name);
        } catch (IOException failed) {
            FamilyNames.remove(draft.inode());
            throw failed;
        }
    }

    private synchronized MemorySegment mapNow() {
        if (closed) {
            throw new IllegalStateException("cannot use shared memory " + name + ": it is closed");
        }
        if (segment == null) {
            try {
                segment = mapHandle();
            } catch (IOException gone) {
                throw new UncheckedIOException("cannot use shared memory " + name + ", which came as a handle", gone);
            }
        }
        return segment;
    }

    /** Tasks get handles by the thousand and seldom close them, so the garbage collector unmaps. */
    private MemorySegment mapHandle() throws IOException {
        NamedMemory memory = NamedMemory.attach(name, Arena.ofAuto());
        if (memory.inode() != inode) {
            throw new NoSuchFileException(name, null, "the name is that of other memory by now");
        }
        return memory.segment();
    }

    @Serial
    private Object writeReplace() {
        return new Handle(name, inode);
    }

    /** What travels, between the processes of a program and nowhere else. */
    private static final class Handle implements Serializable {

        @Serial
        private static final long serialVersionUID = 1;

        private final String name;
        private final long inode;

        Handle(String name, long inode) {
            this.name = name;
            this.inode = inode;
        }

        @Serial
        private void writeObject(ObjectOutputStream out) throws IOException {
            if (!Travel.isOurs(out)) {
                throw new NotSerializableException("offspring.shm.SharedMemory: it travels between the processes of a"
                        + " program and nowhere else, others attach by its name; name=" + name);
            }
            out.defaultWriteObject();
        }

        @Serial
        private Object readResolve() {
            NamedMemory.check(name);
            return new SharedMemory(name, inode);
        }
    }
}
