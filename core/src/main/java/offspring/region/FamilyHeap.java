package offspring.region;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import offspring.os.Machine;
import offspring.os.Owner;
import offspring.os.SharedFile;

/**
 * The shared memory of a family of processes: one sparse file that all of them map, handed out in regions.
 *
 * <p>Shape: 2^62 bytes of offsets, of which only touched pages take memory; see {@link HeapLayout} and
 * {@link RegionLayout}.
 *
 * <p>Processes: any process and thread of the family may allocate, attach and free. A process that dies leaves its
 * regions to the others; all of it is gone with the last process, also after a SIGKILL.
 *
 * <p>Order: offsets are given out once and never again. A stale handle finds no region instead of somebody else's, and a
 * process killed in the middle of an allocation costs some offsets, of which there are enough.
 *
 * <p>Cost: allocating is one compare-and-set and two page faults; freeing is one fallocate(2). Page granular.
 */
public final class FamilyHeap implements Closeable {

    /** What /proc/PID/maps shows of it. */
    public static final String NAME = "offspring-heap";

    private static final long SIZE_BYTES = 1L << 62;
    private static final MemoryLeft MEMORY = MemoryLeft.here();

    private final SharedFile file;
    /** The header's mapping. */
    private final Arena arena;

    private final Windows windows;
    private final SharedBytes header;
    private final long endOffset;
    private final ProcessSlots slots;
    private final Cells cells = new Cells(this);

    private FamilyHeap(SharedFile file, Arena arena, SharedBytes header) {
        this.file = file;
        this.arena = arena;
        this.windows = new Windows(file);
        this.header = header;
        this.endOffset = header.getLong(HeapLayout.HEAP_BYTES_OFFSET);
        this.slots = new ProcessSlots(this, header);
    }

    /** The heap of this process's family. The first process creates it at first use, the others attach to it. */
    public static FamilyHeap current() throws IOException {
        return CurrentHeap.get();
    }

    /** Whether {@link #current()} would return at once. */
    public static boolean isCurrentReady() {
        return CurrentHeap.isReady();
    }

    /** Tells a process that is not its family's first where the heap is. It attaches when it first needs it. */
    public static void inherit(Path path) {
        if (isCurrentReady()) {
            throw new IllegalStateException(
                    "cannot inherit the family heap: this process has one already; path=" + path);
        }
        HeapPath.inherit(path);
    }

    /** Has {@link #current()} ready soon, without waiting for it. What fails there fails again for who needs it. */
    public static void warmUp() {
        CurrentHeap.warmUp();
    }

    /** Makes a heap of its own: a family's first process does it once, tests as often as they like. */
    static FamilyHeap create() throws IOException {
        return on(SharedFile.create(NAME, SIZE_BYTES), null);
    }

    /** Joins the heap that another process made. */
    static FamilyHeap attach(Path path) throws IOException {
        return on(SharedFile.attach(path), path);
    }

    /** The heap in a file: a new one, which is made, or the one that another process has at the path. */
    private static FamilyHeap on(SharedFile file, Path attachedTo) throws IOException {
        Arena arena = Arena.ofShared();
        try {
            if (file.sizeBytes() < HeapLayout.FIRST_REGION) {
                throw new IOException("cannot use a file as the family heap: it is too short; bytes=" + file.sizeBytes());
            }
            SharedBytes header = SharedBytes.of(file.map(0, HeapLayout.FIRST_REGION, arena));
            if (attachedTo == null) {
                initialize(header, file.sizeBytes());
            } else {
                requireOurs(header, attachedTo);
            }
            return new FamilyHeap(file, arena, header);
        } catch (IOException failed) {
            try (file;
                    arena) {
                throw failed;
            }
        }
    }

    private static void initialize(SharedBytes header, long heapBytes) {
        header.putInt(HeapLayout.VERSION_OFFSET, HeapLayout.VERSION);
        header.putInt(HeapLayout.PAGE_BYTES_OFFSET, Machine.pageBytes());
        header.putLong(HeapLayout.HEAP_BYTES_OFFSET, heapBytes);
        header.putLong(HeapLayout.NEXT_OFFSET, HeapLayout.FIRST_REGION);
        header.put(HeapLayout.KEY_OFFSET, FamilyKey.draw(), 0, HeapLayout.KEY_BYTES);
        header.setLongRelease(HeapLayout.MAGIC_OFFSET, HeapLayout.MAGIC);
    }

    private static void requireOurs(SharedBytes header, Path path) throws IOException {
        long magic = header.getLongAcquire(HeapLayout.MAGIC_OFFSET);
        int version = header.getInt(HeapLayout.VERSION_OFFSET);
        if (magic != HeapLayout.MAGIC || version != HeapLayout.VERSION) {
            throw new IOException("cannot attach to the family heap: this is none of version " + HeapLayout.VERSION
                    + "; path=" + path + " magic=" + Long.toHexString(magic) + " version=" + version);
        }
    }

    /** Where other processes of the family find it. */
    public Path path() throws IOException {
        return file.path();
    }

    /** Small pieces of it. */
    public Cells cells() {
        return cells;
    }

    /** A secret that the family's first process has drawn, and that only the family can read. */
    public byte[] key() {
        byte[] key = new byte[HeapLayout.KEY_BYTES];
        header.get(HeapLayout.KEY_OFFSET, key, 0, key.length);
        return key;
    }

    /** The living processes of the family. */
    public ProcessSlots slots() {
        return slots;
    }

    /** How processes of the family have ended. */
    public Obituaries obituaries() {
        return new Obituaries(header);
    }

    /**
     * Allocates a region, all zeros. It stays mapped here as long as a view of it is reachable.
     *
     * @param bytes how large its payload is to be, above 0
     */
    public Region allocate(long bytes) throws IOException {
        return allocate(bytes, Arena.ofAuto());
    }

    /**
     * Allocates a region whose mapping, if it needs one of its own, ends with the arena. For big payloads that are
     * written once, where one would not wait for the garbage collector.
     */
    public Region allocate(long bytes, Arena arena) throws IOException {
        if (bytes <= 0) {
            throw new IllegalArgumentException("cannot allocate a region: its size must be above 0; bytes=" + bytes);
        }
        long taken = RegionLayout.takenBytes(Math.min(bytes, endOffset));
        long offset = take(bytes, taken);
        MemorySegment whole = map(offset, taken, arena);
        SharedBytes first = SharedBytes.of(whole.asSlice(0, RegionLayout.PAYLOAD_OFFSET));
        first.putLong(RegionLayout.BYTES_OFFSET, bytes);
        first.putLong(RegionLayout.CREATOR_OFFSET, Owner.self().pack());
        first.setLongRelease(RegionLayout.MAGIC_OFFSET, RegionLayout.magic(offset));
        return new Region(offset, bytes, whole, first);
    }

    /**
     * Allocates a region and takes its memory now.
     *
     * @throws IOException if there is not enough memory; nothing was allocated
     */
    public Region allocateNow(long bytes) throws IOException {
        return allocateNow(bytes, Arena.ofAuto());
    }

    /** The same for a region whose mapping, if it needs one of its own, ends with the arena. */
    public Region allocateNow(long bytes, Arena arena) throws IOException {
        Region region = allocate(bytes, arena);
        try {
            takeMemory(region);
            return region;
        } catch (IOException full) {
            free(region);
            throw full;
        }
    }

    /**
     * Takes the memory of a new region now.
     *
     * @throws IOException if there is not enough
     */
    public void takeMemory(Region region) throws IOException {
        MEMORY.grant(region.offset(), region.bytes());
        try {
            reserve(region);
        } finally {
            MEMORY.settle(region.bytes());
        }
    }

    /**
     * Gives the memory of a part of a region back, page by page; it is zeros then. Nobody may be using it.
     *
     * @param from where in the payload it begins
     */
    public void giveBack(Region region, long from, long bytes) throws IOException {
        long page = Machine.pageBytes();
        long first = Math.ceilDiv(region.offset() + RegionLayout.PAYLOAD_OFFSET + from, page) * page;
        long end = Math.floorDiv(region.offset() + RegionLayout.PAYLOAD_OFFSET + from + bytes, page) * page;
        if (first < end) {
            file.punch(first, end - first);
        }
    }

    /**
     * Attaches to a region by its handle.
     *
     * @throws IOException if there is no such region: it was freed, or never was
     */
    public Region attach(long offset, long bytes) throws IOException {
        return attach(offset, bytes, Arena.ofAuto());
    }

    /**
     * Attaches to a region of unknown size by its offset.
     *
     * @throws IOException if there is no such region
     */
    Region attach(long offset) throws IOException {
        return attach(offset, Arena.ofAuto());
    }

    /** The same; its mapping ends with the arena if it needs one of its own. */
    Region attach(long offset, Arena arena) throws IOException {
        if (offset % Machine.pageBytes() != 0 || !isPossible(offset, 1)) {
            throw none(offset, 0);
        }
        SharedBytes first = SharedBytes.of(windows.slice(offset, RegionLayout.PAYLOAD_OFFSET));
        return attach(offset, first.getLongVolatile(RegionLayout.BYTES_OFFSET), arena);
    }

    /** Attaches to a region, whose mapping ends with the arena if it needs one of its own. */
    public Region attach(long offset, long bytes, Arena arena) throws IOException {
        if (isPossible(offset, bytes)) {
            MemorySegment whole = map(offset, RegionLayout.takenBytes(bytes), arena);
            SharedBytes first = SharedBytes.of(whole.asSlice(0, RegionLayout.PAYLOAD_OFFSET));
            long magic = first.getLongAcquire(RegionLayout.MAGIC_OFFSET);
            if (magic == RegionLayout.magic(offset) && first.getLong(RegionLayout.BYTES_OFFSET) == bytes) {
                return new Region(offset, bytes, whole, first);
            }
        }
        throw none(offset, bytes);
    }

    private static IOException none(long offset, long bytes) {
        return new IOException("cannot attach to a region: there is none, it was freed or the handle is wrong; offset="
                + offset + " bytes=" + bytes);
    }

    /** Whether a region could be there: a handle may come from anywhere, and nothing outside the heap may be mapped. */
    private boolean isPossible(long offset, long bytes) {
        if (offset < HeapLayout.FIRST_REGION || bytes <= 0 || bytes > endOffset - offset) {
            return false;
        }
        long taken = RegionLayout.takenBytes(bytes);
        return offset % Machine.pageBytes() == 0
                && offset == HeapLayout.place(offset, taken)
                && taken <= header.getLongVolatile(HeapLayout.NEXT_OFFSET) - offset;
    }

    /**
     * Frees a region: its memory goes back to the system, in all processes, and its handle is void. Who still has it
     * mapped reads zeros, and what he writes is seen by nobody.
     *
     * @throws IllegalStateException if it was freed before
     */
    public void free(Region region) throws IOException {
        if (!freeIfThere(region)) {
            throw new IllegalStateException("cannot free a region: it was freed before; offset=" + region.offset()
                    + " bytes=" + region.bytes());
        }
    }

    /** The same, but somebody else may have freed it, or do so now: false. */
    boolean freeIfThere(Region region) throws IOException {
        long magic = RegionLayout.magic(region.offset());
        if (!region.header().compareAndSetLong(RegionLayout.MAGIC_OFFSET, magic, 0)) {
            return false;
        }
        file.punch(region.offset(), region.takenBytes());
        MEMORY.freed(region.offset());
        return true;
    }

    /**
     * Takes the memory of a new region now, so that memory that is not there is an exception here and not the death of
     * who touches it.
     *
     * @throws IOException if there is not enough
     */
    public void reserve(Region region) throws IOException {
        // Its head is written already, and the portable way writes zeros.
        long head = RegionLayout.PAYLOAD_OFFSET;
        file.reserve(region.offset() + head, region.takenBytes() - head);
    }

    @Override
    public void close() throws IOException {
        cells.close();
        arena.close();
        file.close();
    }

    private long take(long bytes, long taken) throws IOException {
        while (true) {
            long next = header.getLongVolatile(HeapLayout.NEXT_OFFSET);
            long offset = HeapLayout.place(next, taken);
            if (taken > endOffset - offset) {
                throw new IOException("cannot allocate a region: the family heap has no room left; bytes=" + bytes
                        + " offset=" + offset + " heapBytes=" + endOffset);
            }
            if (header.compareAndSetLong(HeapLayout.NEXT_OFFSET, next, offset + taken)) {
                return offset;
            }
        }
    }

    private MemorySegment map(long offset, long taken, Arena arena) throws IOException {
        return HeapLayout.isSmall(taken) ? windows.slice(offset, taken) : file.map(offset, taken, arena);
    }
}
