package offspring.region;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Cleaner;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Small pieces of the heap. A process takes a chunk at a time for itself and hands out its cells.
 *
 * <p>Lifetime: a cell whose handle never left this process is used again, or its chunk given back, once its
 * {@link SharedCell} is unreachable. This process alone decides, so nothing in use is ever freed, whoever is killed.
 *
 * <p>Race: a handle is given away while the cell is being freed. It cannot be: giving it away takes the {@link SharedCell},
 * which is reachable then.
 */
public final class Cells {

    private static final Cleaner CLEANER = Cleaner.create(
            Thread.ofPlatform().daemon().name("offspring-cells").factory());

    private final FamilyHeap heap;
    /** Chunks with free cells; the first is in use. Guarded by this. */
    private final Deque<Chunk> open = new ArrayDeque<>();

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
     * @throws IOException if there is none: it was freed, is of another kind, or the handle is of another program
     */
    public SharedCell attach(long handle, int kind) throws IOException {
        int index = CellLayout.indexOf(handle);
        if (index < 0 || index >= CellLayout.CELL_COUNT) {
            throw none(handle, kind, null);
        }
        SharedBytes cell = cellOf(handle, index, kind);
        if (cell.getLongVolatile(CellLayout.MAGIC_OFFSET) != CellLayout.magic(handle)
                || cell.getInt(CellLayout.KIND_OFFSET) != kind) {
            throw none(handle, kind, null);
        }
        return new SharedCell(payload(cell), handle, new AtomicBoolean(true));
    }

    private SharedBytes cellOf(long handle, int index, int kind) throws IOException {
        try {
            Region chunk = heap.attach(CellLayout.chunkOf(handle), CellLayout.CHUNK_BYTES);
            return chunk.memory().slice(CellLayout.cell(index), CellLayout.CELL_BYTES);
        } catch (IOException noChunk) {
            throw none(handle, kind, noChunk);
        }
    }

    private static IOException none(long handle, int kind, IOException cause) {
        return new IOException("cannot attach to a shared object: there is none of this kind, it was freed or comes from"
                + " another program; handle=" + handle + " kind=" + kind, cause);
    }

    private synchronized SharedCell make(int kind) throws IOException {
        if (open.isEmpty()) {
            open.add(new Chunk(heap.allocate(CellLayout.CHUNK_BYTES)));
        }
        Chunk chunk = open.getFirst();
        int index = chunk.take();
        if (chunk.isFull()) {
            open.remove(chunk);
        }
        SharedBytes cell = chunk.cell(index);
        long handle = CellLayout.handle(chunk.region().offset(), index);
        cell.putInt(CellLayout.KIND_OFFSET, kind);
        cell.setLongRelease(CellLayout.MAGIC_OFFSET, CellLayout.magic(handle));
        AtomicBoolean exported = new AtomicBoolean();
        SharedCell made = new SharedCell(payload(cell), handle, exported);
        CLEANER.register(made, () -> unreachable(chunk, index, exported));
        return made;
    }

    /** Runs on the cleaner's thread, when nobody can use the cell or give its handle away any more. */
    private synchronized void unreachable(Chunk chunk, int index, AtomicBoolean exported) {
        if (exported.get()) {
            return;
        }
        boolean wasFull = chunk.isFull();
        chunk.free(index);
        if (wasFull) {
            open.add(chunk);
        }
        if (chunk.isEmpty() && open.size() > 1) {
            giveBack(chunk);
        }
    }

    private void giveBack(Chunk chunk) {
        open.remove(chunk);
        try {
            heap.free(chunk.region());
        } catch (IOException stays) {
            System.getLogger(Cells.class.getName())
                    .log(System.Logger.Level.DEBUG, "memory of shared objects stays until the program ends", stays);
        }
    }

    private static SharedBytes payload(SharedBytes cell) {
        return cell.slice(CellLayout.PAYLOAD_OFFSET, CellLayout.PAYLOAD_BYTES);
    }
}
