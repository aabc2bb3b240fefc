package offspring.region;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntPredicate;

/**
 * Small pieces of the heap. A process takes a chunk at a time for itself and hands out its cells.
 *
 * <p>Lifetime: a cell whose handle never left this process is used again, or its chunk given back, once its
 * {@link SharedCell} is unreachable. This process alone decides, so nothing in use is ever freed, whoever is killed.
 *
 * <p>Whoever makes a cell first frees those that have become unreachable: a thread of its own for that falls behind. The
 * collector does not feel what it holds back here, so it is called when the chunks have become twice as many as it left.
 *
 * <p>Race: a handle is given away while the cell is being freed. It cannot be: giving it away takes the {@link SharedCell},
 * which is reachable then.
 */
public final class Cells {

    /** With fewer chunks the garbage collector is left alone: 16 MiB. */
    private static final int FEW_CHUNKS = 256;

    private static final long COLLECTED_MILLIS = 20;

    private final FamilyHeap heap;
    /** Chunks with free cells; the first is in use. Guarded by this. */
    private final Deque<Chunk> open = new ArrayDeque<>();

    private final ReferenceQueue<SharedCell> unreachable = new ReferenceQueue<>();
    /** All of them, reachable together with their {@link CellUse}s. Guarded by this, as is what follows. */
    private final Set<Chunk> chunks = new HashSet<>();

    private int used;
    private int collectAt = FEW_CHUNKS;

    Cells(FamilyHeap heap) {
        this.heap = heap;
    }

    /**
     * Makes a cell, all zeros.
     *
     * @param kind what it is for, checked by who attaches
     * @throws UncheckedIOException if there is no memory
     */
    public SharedCell create(int kind) {
        try {
            return make(kind);
        } catch (IOException full) {
            throw new UncheckedIOException("cannot make a shared object: " + full.getMessage(), full);
        }
    }

    /**
     * The cell of a handle that came from a process of the family.
     *
     * @param kinds which kinds will do
     * @throws IOException if there is none: it was freed, is of another kind, or the handle is of another program
     */
    public SharedCell attach(long handle, IntPredicate kinds) throws IOException {
        int index = CellLayout.indexOf(handle);
        if (index < 0 || index >= CellLayout.CELL_COUNT) {
            throw none(handle, null);
        }
        SharedBytes cell = cellOf(handle, index);
        if (cell.getLongVolatile(CellLayout.MAGIC_OFFSET) != CellLayout.magic(handle)
                || !kinds.test(cell.getInt(CellLayout.KIND_OFFSET))) {
            throw none(handle, null);
        }
        return new SharedCell(heap, cell, handle, new AtomicBoolean(true));
    }

    private SharedBytes cellOf(long handle, int index) throws IOException {
        try {
            Region chunk = heap.attach(CellLayout.chunkOf(handle), CellLayout.CHUNK_BYTES);
            return chunk.memory().slice(CellLayout.cell(index), CellLayout.CELL_BYTES);
        } catch (IOException noChunk) {
            throw none(handle, noChunk);
        }
    }

    private static IOException none(long handle, IOException cause) {
        return new IOException("cannot attach to a shared object: there is none of this kind, it was freed or comes from"
                + " another program; handle=" + handle, cause);
    }

    private synchronized SharedCell make(int kind) throws IOException {
        freeUnreachable();
        if (open.isEmpty() && chunks.size() >= collectAt) {
            collect();
        }
        if (open.isEmpty()) {
            Chunk fresh = new Chunk(heap.allocate(CellLayout.CHUNK_BYTES));
            chunks.add(fresh);
            open.add(fresh);
        }
        Chunk chunk = open.getFirst();
        int index = chunk.nextFree();
        SharedBytes cell = chunk.cell(index);
        long handle = CellLayout.handle(chunk.region().offset(), index);
        cell.putInt(CellLayout.KIND_OFFSET, kind);
        cell.setLongRelease(CellLayout.MAGIC_OFFSET, CellLayout.magic(handle));
        AtomicBoolean exported = new AtomicBoolean();
        SharedCell made = new SharedCell(heap, cell, handle, exported);
        chunk.take(new CellUse(made, unreachable, chunk, index, exported));
        used++;
        if (chunk.isFull()) {
            open.removeFirst();
        }
        return made;
    }

    /** Has the garbage collector find what is unreachable; it tells of it bit by bit, after it has returned. */
    private void collect() {
        System.gc();
        try {
            Reference<?> next = unreachable.remove(COLLECTED_MILLIS);
            while (next != null) {
                free((CellUse) next);
                next = unreachable.remove(COLLECTED_MILLIS);
            }
        } catch (InterruptedException forTheCaller) {
            Thread.currentThread().interrupt();
        }
        collectAt = Math.max(FEW_CHUNKS, 2 * (used / CellLayout.CELL_COUNT));
    }

    private void freeUnreachable() {
        for (Reference<?> next = unreachable.poll(); next != null; next = unreachable.poll()) {
            free((CellUse) next);
        }
    }

    /** Nobody can use the cell or give its handle away any more. */
    private void free(CellUse use) {
        if (use.exported().get()) {
            return;
        }
        Chunk chunk = use.chunk();
        if (chunk.isFull()) {
            open.add(chunk);
        }
        freeExtension(chunk.cell(use.index()));
        chunk.free(use.index());
        used--;
        if (chunk.isEmpty() && open.size() > FEW_CHUNKS) {
            giveBack(chunk);
        }
    }

    private void giveBack(Chunk chunk) {
        open.remove(chunk);
        chunks.remove(chunk);
        free(chunk.region().offset());
    }

    private void freeExtension(SharedBytes cell) {
        long extension = cell.getLongVolatile(CellLayout.EXTENSION_OFFSET);
        if (extension != 0) {
            free(extension);
        }
    }

    private void free(long region) {
        try {
            heap.free(heap.attach(region));
        } catch (IOException stays) {
            System.getLogger(Cells.class.getName())
                    .log(System.Logger.Level.DEBUG, "memory of shared objects stays until the program ends", stays);
        }
    }
}
