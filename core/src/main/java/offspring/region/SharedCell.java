package offspring.region;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.Optional;
import offspring.os.Futex;

/**
 * A small piece of the family heap, {@value CellLayout#PAYLOAD_BYTES} bytes, as this process sees it: where locks and the like live.
 *
 * <p>Lifetime: the memory stays as long as this object is reachable, in particular until the last access has returned, and
 * as long as it is in another process or a message carries its handle, see {@link Cells}.
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
    /** What remains of this object; set once, before anybody sees it. */
    private CellUse use;
    /** Of the extension. Weak, since it refers to this cell. */
    private volatile WeakReference<MemorySegment> view;

    /** What a part belongs to and keeps reachable; null if it is no part. */
    private final SharedCell whole;

    SharedCell(FamilyHeap heap, SharedBytes memory, long handle) {
        this(heap, memory, handle, null);
    }

    private SharedCell(FamilyHeap heap, SharedBytes memory, long handle, SharedCell whole) {
        this.heap = heap;
        this.memory = memory;
        this.handle = handle;
        this.whole = whole;
    }

    void use(CellUse remains) {
        use = remains;
    }

    CellUse use() {
        return use;
    }

    /** Where it is in the heap, the same in all processes. Not to be given away: see {@link #export}. */
    public long handle() {
        return handle;
    }

    /** The handle for another process. From now on all who use the cell are counted. */
    public long export() {
        heap.cells().send(this);
        Reference.reachabilityFence(this);
        return handle;
    }

    /**
     * Counts one more use: by a message that carries the {@linkplain #export exported} handle and may outlive this process. Who
     * reads the message calls {@link Cells#takeOver}.
     */
    public void countUse() {
        memory.getAndAddInt(CellLayout.USES_OFFSET, 1);
        Reference.reachabilityFence(this);
    }

    /**
     * One part more of this process's use of it.
     *
     * @throws IllegalStateException if this process has let go of it
     */
    public Hold hold() {
        try {
            return heap.cells().hold(this);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** Whether it is one of an object that is closed: who has a {@link Hold} on it lets go at once. */
    public boolean isClosed() {
        return Farewell.isClosed(memory.getIntVolatile(CellLayout.KIND_OFFSET));
    }

    /** By how many it is used, 0 if it is not, or not this cell any more. */
    int uses() {
        return memory.getLongVolatile(CellLayout.MAGIC_OFFSET) == CellLayout.magic(handle)
                ? memory.getIntVolatile(CellLayout.USES_OFFSET)
                : 0;
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

    /** Adds to an int; what it was before. */
    public int getAndAddInt(int at, int more) {
        try {
            return memory.getAndAddInt(PAYLOAD + at, more);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** Writes an int; what it was before. */
    public int getAndSetInt(int at, int value) {
        try {
            return memory.getAndSetInt(PAYLOAD + at, value);
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

    /** Writes a long as a volatile field. */
    public void setLong(int at, long value) {
        memory.setLongVolatile(PAYLOAD + at, value);
        Reference.reachabilityFence(this);
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

    /** Adds to a long; what it was before. */
    public long getAndAddLong(int at, long more) {
        try {
            return memory.getAndAddLong(PAYLOAD + at, more);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** Writes a long; what it was before. */
    public long getAndSetLong(int at, long value) {
        try {
            return memory.getAndSetLong(PAYLOAD + at, value);
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

    /**
     * The region that belongs to the cell; its mapping ends with the arena, and the garbage collector is not told of
     * it.
     */
    Optional<Region> extension(Arena arena) throws IOException {
        try {
            long known = memory.getLongVolatile(CellLayout.EXTENSION_OFFSET);
            return known == 0 ? Optional.empty() : Optional.of(heap.attach(known, arena));
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** Gives the cell, which has none, a region. */
    void extension(Region fresh) {
        memory.setLongVolatile(CellLayout.EXTENSION_OFFSET, fresh.offset());
        Reference.reachabilityFence(this);
    }

    /** The region that belongs to the cell, if {@link #extend} has made one. */
    public Optional<Region> extension() throws IOException {
        try {
            long known = memory.getLongVolatile(CellLayout.EXTENSION_OFFSET);
            return known == 0 ? Optional.empty() : Optional.of(held(heap.attach(known)));
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /**
     * The first bytes of its extension for people to keep: as long as anybody here can reach a view of them, the cell
     * stays as if it were reachable itself, and with it the region.
     */
    public MemorySegment keptView(Region extension, long bytes) {
        MemorySegment made = KeptCell.view(extension.segment().asSlice(0, bytes), this);
        view = new WeakReference<>(made);
        return made;
    }

    /** The view that was made last, as long as somebody has it: what is mapped already need not be mapped again. */
    public Optional<MemorySegment> keptView() {
        WeakReference<MemorySegment> last = view;
        return last == null ? Optional.empty() : Optional.ofNullable(last.get());
    }

    /** How large an extension with so many {@linkplain #part parts} is. */
    public static int bytesOfParts(int count) {
        return count * CellLayout.CELL_BYTES;
    }

    /**
     * A part of its extension to be used as the cell is, with as much room and cache lines of its own. It lives as long as
     * this cell, which it keeps reachable, and is not sent: that is for this cell.
     */
    public SharedCell part(Region extension, int index) {
        SharedBytes part = extension.memory().slice(CellLayout.cell(index), CellLayout.CELL_BYTES);
        return new SharedCell(heap, part, handle, this);
    }

    /** The heap that it is in. */
    public FamilyHeap heap() {
        return heap;
    }

    private Region extend(long bytes, boolean now) throws IOException {
        try {
            return orThere(bytes, now);
        } catch (IOException full) {
            heap.cells().collect();
            return orThere(bytes, now);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    private Region orThere(long bytes, boolean now) throws IOException {
        Optional<Region> known = extension();
        if (known.isPresent()) {
            return known.get();
        }
        Region fresh = now ? heap.allocateNow(bytes) : heap.allocate(bytes);
        if (memory.compareAndSetLong(CellLayout.EXTENSION_OFFSET, 0, fresh.offset())) {
            heap.cells().work(); // what belongs to it may become large, whoever makes it so
            return now ? held(fresh) : fresh;
        }
        heap.free(fresh);
        return extension().orElseThrow();
    }

    private Region held(Region region) {
        heap.cells().extended(this, region.takenBytes());
        return region;
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
