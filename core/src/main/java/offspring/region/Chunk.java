package offspring.region;

import java.util.BitSet;

/** The cells that a process has taken for itself, and which of them are in use. Guarded by its {@link Cells}. */
final class Chunk {

    private static final byte[] ZEROS = new byte[CellLayout.CELL_BYTES];

    private final Region region;
    private final SharedBytes memory;
    private final BitSet used = new BitSet(CellLayout.CELL_COUNT);
    /** Reachable, so that the garbage collector tells of them. */
    private final CellUse[] uses = new CellUse[CellLayout.CELL_COUNT];

    private int usedCount;

    Chunk(Region region) {
        this.region = region;
        this.memory = region.memory();
    }

    Region region() {
        return region;
    }

    boolean isFull() {
        return usedCount == CellLayout.CELL_COUNT;
    }

    boolean isEmpty() {
        return usedCount == 0;
    }

    int nextFree() {
        return used.nextClearBit(0);
    }

    void take(CellUse use) {
        used.set(use.index());
        uses[use.index()] = use;
        usedCount++;
    }

    SharedBytes cell(int index) {
        return memory.slice(CellLayout.cell(index), CellLayout.CELL_BYTES);
    }

    /** All zeros again, for the next. */
    void free(int index) {
        cell(index).put(0, ZEROS, 0, ZEROS.length);
        used.clear(index);
        uses[index] = null;
        usedCount--;
    }
}
