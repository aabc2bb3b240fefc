package offspring.region;

import java.io.IOException;
import java.lang.ref.Reference;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import offspring.os.Futex;

/**
 * A small piece of the family heap, {@value CellLayout#PAYLOAD_BYTES} bytes, as this process sees it: where locks and the like live.
 *
 * <p>Lifetime: the memory stays as long as this object is reachable, in particular until the last access has returned. The cell of a
 * creator who never gave its handle away is free after that. One whose handle was given away stays until the program
 * ends: nobody can know where the handle is by now.
 *
 * <p>Cost: as {@link SharedBytes}.
 */
public final class SharedCell {

    /** How much there is. */
    public static final int BYTES = CellLayout.PAYLOAD_BYTES;

    private static final int PAYLOAD = CellLayout.PAYLOAD_OFFSET;

    private final FamilyHeap heap;
    /** The whole cell, its head included. */
    private final SharedBytes memory;

    private final long handle;
    /** Shared with what frees the cell, which must not refer to this object. */
    private final AtomicBoolean exported;

    SharedCell(FamilyHeap heap, SharedBytes memory, long handle, AtomicBoolean exported) {
        this.heap = heap;
        this.memory = memory;
        this.handle = handle;
        this.exported = exported;
    }

    /** Where it is in the heap, the same in all processes. Not to be given away: see {@link #export}. */
    public long handle() {
        return handle;
    }

    /** The handle for another process. From now on the cell stays. */
    public long export() {
        exported.set(true);
        return handle;
    }

    /** Reads an int as a volatile field. */
    public int getInt(int at) {
        try {
            return memory.getIntVolatile(PAYLOAD + at);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** Writes an int as a volatile field. */
    public void setInt(int at, int value) {
        memory.setIntVolatile(PAYLOAD + at, value);
        Reference.reachabilityFence(this);
    }

    /** Changes an int if it is the expected one. */
    public boolean compareAndSetInt(int at, int expected, int value) {
        try {
            return memory.compareAndSetInt(PAYLOAD + at, expected, value);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** Reads a long as a volatile field. */
    public long getLong(int at) {
        try {
            return memory.getLongVolatile(PAYLOAD + at);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** Writes a long; who reads it sees what was done before. */
    public void setLongRelease(int at, long value) {
        memory.setLongRelease(PAYLOAD + at, value);
        Reference.reachabilityFence(this);
    }

    /** Changes a long if it is the expected one. */
    public boolean compareAndSetLong(int at, long expected, long value) {
        try {
            return memory.compareAndSetLong(PAYLOAD + at, expected, value);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /**
     * The region that belongs to the cell and is freed with it, made at the first call by whichever process. Its memory is
     * taken now.
     *
     * @param bytes how large; who finds one there takes it as it is
     * @throws IOException if there is not enough memory
     */
    public Region extend(long bytes) throws IOException {
        return extend(bytes, true);
    }

    /** The same, but its memory is taken bit by bit, when it is touched. For what will hardly ever be full. */
    public Region extendSparsely(long bytes) throws IOException {
        return extend(bytes, false);
    }

    /** The region that belongs to the cell, if {@link #extend} has made one. */
    public Optional<Region> extension() throws IOException {
        try {
            long known = memory.getLongVolatile(CellLayout.EXTENSION_OFFSET);
            return known == 0 ? Optional.empty() : Optional.of(heap.attach(known));
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    private Region extend(long bytes, boolean now) throws IOException {
        Optional<Region> known = extension();
        if (known.isPresent()) {
            return known.get();
        }
        Region fresh = heap.allocate(bytes);
        try {
            if (now) {
                heap.reserve(fresh);
            }
            if (memory.compareAndSetLong(CellLayout.EXTENSION_OFFSET, 0, fresh.offset())) {
                return fresh;
            }
        } catch (IOException full) {
            heap.free(fresh);
            throw full;
        } finally {
            Reference.reachabilityFence(this);
        }
        heap.free(fresh);
        return extension().orElseThrow();
    }

    /** Waits while an int has the expected value, see {@link Futex#await}. */
    public void await(int at, int expected, long timeoutNanos) throws InterruptedException {
        try {
            Futex.await(memory.buffer(), PAYLOAD + at, expected, timeoutNanos);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** Wakes those who wait for an int, as soon as this process can wake at all. */
    public void wake(int at, int count) {
        FutexWakes.wake(memory, PAYLOAD + at, count);
        Reference.reachabilityFence(this);
    }

    @Override
    public String toString() {
        return "SharedCell[handle=" + handle + "]";
    }
}
