package offspring.region;

import java.util.BitSet;

/** The cells that a process has taken for itself, and which of them are in use. Guarded by its {@link Cells}. */
final class Chunk {

    private final Region region;
    private final SharedBytes memory;
    private final int entry;
    private final BitSet used = new BitSet(CellLayout.CELL_COUNT);
    private final BitSet retired = new BitSet(CellLayout.CELL_COUNT);
    /** Reachable, so that the garbage collector tells of them. Null: free, or only others use the cell. */
    private final CellUse[] uses = new CellUse[CellLayout.CELL_COUNT];

    private int usedCount;
    /** Cells that were sent once: never used again, since somebody may still have a handle of before. */
    private int retiredCount;

    Chunk(Region region, int entry) {
        this.region = region;
        this.memory = region.memory();
        this.entry = entry;
    }

    Region region() {
        return region;
    }

    /** Where the ledger has it. */
    int entry() {
        return entry;
    }

    boolean isFull() {
        return usedCount == CellLayout.CELL_COUNT;
    }

    /** Whether nobody uses any of its cells. */
    boolean isEmpty() {
        return usedCount == retiredCount;
    }

    /** Whether it was in use, and all of it can be given back at once. */
    boolean isWorn() {
        return retiredCount > 0 && isEmpty();
    }

    int nextFree() {
        return used.nextClearBit(0);
    }

    void take(int index, CellUse use) {
        used.set(index);
        uses[index] = use;
        usedCount++;
    }

    SharedBytes cell(int index) {
        return memory.slice(CellLayout.cell(index), CellLayout.CELL_BYTES);
    }

    /** This process uses the cell no more, others may. */
    void leave(int index) {
        uses[index] = null;
    }

    /** The cell was sent, and nobody uses it any more. */
    void retire(int index) {
        uses[index] = null;
        retired.set(index);
        retiredCount++;
    }

    /** The cell is empty, for the next. */
    void free(int index) {
        used.clear(index);
        uses[index] = null;
        usedCount--;
    }

    /** Whether this process has left the cell, and somebody has emptied it since. */
    boolean isEmptied(int index) {
        return used.get(index)
                && !retired.get(index)
                && uses[index] == null
                && memory.getLongVolatile(CellLayout.cell(index) + CellLayout.MAGIC_OFFSET) == 0;
    }
}
