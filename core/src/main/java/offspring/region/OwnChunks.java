package offspring.region;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** The chunks that this process takes and whose cells it hands out, see {@link Cells}. */
final class OwnChunks {

    /** With fewer chunks the garbage collector is left alone: 16 MiB. */
    private static final int FEW = 256;

    private final FamilyHeap heap;
    private final Ledger ledger;
    /** Those with free cells; the first is in use. Guarded by this, as is what follows. */
    private final Deque<Chunk> open = new ArrayDeque<>();
    /** All of them by offset, reachable together with their {@link CellUse}s. */
    private final Map<Long, Chunk> all = new HashMap<>();

    private int used;
    private int collectAt = FEW;

    OwnChunks(FamilyHeap heap, Ledger ledger) {
        this.heap = heap;
        this.ledger = ledger;
    }

    /** Whether it is time for the garbage collector, which does not feel what it holds back here. */
    synchronized boolean isTimeToCollect() {
        if (open.isEmpty() && (all.size() <= FEW || all.size() >= collectAt)) {
            retireEmptied();
        }
        return open.isEmpty() && all.size() >= collectAt;
    }

    /** The next time is when there are twice as many chunks as are full now. */
    synchronized void collected() {
        collectAt = Math.max(FEW, 2 * (used / CellLayout.CELL_COUNT));
    }

    synchronized SharedCell make(int kind, ReferenceQueue<Object> unreachable) throws IOException {
        if (open.isEmpty()) {
            Region region = heap.allocate(CellLayout.CHUNK_BYTES);
            Chunk fresh = new Chunk(region, ledger.add(region.offset()));
            all.put(region.offset(), fresh);
            open.add(fresh);
        }
        Chunk chunk = open.getFirst();
        int index = chunk.nextFree();
        SharedBytes cell = chunk.cell(index);
        long handle = CellLayout.handle(chunk.region().offset(), index);
        cell.putInt(CellLayout.KIND_OFFSET, kind);
        cell.setLongRelease(CellLayout.MAGIC_OFFSET, CellLayout.magic(handle));
        SharedCell made = new SharedCell(heap, cell, handle);
        CellUse use = new CellUse(made, unreachable, chunk);
        made.use(use);
        chunk.take(index, use);
        used++;
        if (chunk.isFull()) {
            open.removeFirst();
        }
        return made;
    }

    /** The cell is empty again. */
    synchronized void free(Chunk chunk, int index) {
        if (chunk.isFull()) {
            open.add(chunk);
        }
        chunk.free(index);
        used--;
        if (chunk.isEmpty() && open.size() > FEW || chunk.isWorn()) {
            giveBack(chunk);
        }
    }

    private void retire(Chunk chunk, int index) {
        chunk.retire(index);
        used--;
        if (chunk.isWorn()) {
            giveBack(chunk);
        }
    }

    private void giveBack(Chunk chunk) {
        open.remove(chunk);
        all.remove(chunk.region().offset());
        ledger.strikeOut(chunk.entry());
        freeRegion(chunk.region().offset());
    }

    /** This process has emptied a cell that was sent; its chunk may be one of ours. */
    synchronized void retire(long handle) {
        Chunk chunk = all.get(CellLayout.chunkOf(handle));
        int index = CellLayout.indexOf(handle);
        if (chunk != null && chunk.isEmptied(index)) {
            retire(chunk, index);
        }
    }

    /** Other processes have emptied cells of ours, without telling us. */
    private void retireEmptied() {
        for (Chunk chunk : all.values().toArray(Chunk[]::new)) {
            for (int index = 0; index < CellLayout.CELL_COUNT; index++) {
                if (chunk.isEmptied(index)) {
                    retire(chunk, index);
                }
            }
        }
    }

    /** Frees a region and those that it leads to. */
    void freeRegion(long offset) {
        for (long next = offset; next != 0; ) {
            next = freeOne(next);
        }
    }

    private long freeOne(long offset) {
        try (Arena arena = Arena.ofConfined()) {
            Region region = heap.attach(offset, arena);
            long next = region.header().getLongAcquire(RegionLayout.NEXT_OFFSET);
            heap.freeIfThere(region);
            return next;
        } catch (IOException stays) {
            System.getLogger(OwnChunks.class.getName())
                    .log(Level.DEBUG, "memory of shared objects stays until the program ends", stays);
            return 0;
        }
    }
}
