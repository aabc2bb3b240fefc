package offspring.region;

import java.io.IOException;

/**
 * A chunk of cells whose process has ended. Cells that were never sent are freed with it; the others live as long as they are
 * used. Who frees the last one gives back the chunk.
 *
 * <p>Race: the last cell is freed while the chunk becomes an orphan. One marks and then looks at the cells, the other frees and
 * then looks at the mark, so at least one sees that nothing is left; if both do, one of them frees the chunk.
 */
final class OrphanedChunk {

    private final FamilyHeap heap;
    private final Region region;

    private OrphanedChunk(FamilyHeap heap, Region region) {
        this.heap = heap;
        this.region = region;
    }

    static OrphanedChunk of(FamilyHeap heap, long chunk) throws IOException {
        return new OrphanedChunk(heap, heap.attach(chunk, CellLayout.CHUNK_BYTES));
    }

    /** After the end of its process. */
    void settle() throws IOException {
        region.header().setIntVolatile(RegionLayout.ORPHANED_OFFSET, 1);
        SharedBytes cells = region.memory();
        for (int index = 0; index < CellLayout.CELL_COUNT; index++) {
            SharedBytes cell = cells.slice(CellLayout.cell(index), CellLayout.CELL_BYTES);
            if (cell.getLongVolatile(CellLayout.MAGIC_OFFSET) != 0
                    && cell.getIntVolatile(CellLayout.USES_OFFSET) == CellLayout.NEVER_SENT) {
                heap.cells().vacate(cell, CellLayout.handle(region.offset(), index));
            }
        }
        freeIfEmpty();
    }

    /** After one of its cells was freed. */
    void freeIfEmpty() throws IOException {
        if (region.header().getIntVolatile(RegionLayout.ORPHANED_OFFSET) == 0) {
            return;
        }
        SharedBytes cells = region.memory();
        for (int index = 0; index < CellLayout.CELL_COUNT; index++) {
            if (cells.getLongVolatile(CellLayout.cell(index) + CellLayout.MAGIC_OFFSET) != 0) {
                return;
            }
        }
        heap.freeIfThere(region);
    }
}
