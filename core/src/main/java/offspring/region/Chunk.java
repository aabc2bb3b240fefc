package offspring.region;

import java.util.BitSet;

/** The cells that a process has taken for itself, and which of them are in use. Guarded by its {@link Cells}. */
final class Chunk {

    private static final byte[] ZEROS = new byte[CellLayout.CELL_BYTES];

    private final Region region;
    private final SharedBytes memory;
    private final BitSet used = new BitSet(CellLayout.CELL_COUNT);

    Chunk(Region region) {
        this.region = region;
        this.memory = region.memory();
    }

    Region region() {
        return region;
    }

    boolean isFull() {
        return used.cardinality() == CellLayout.CELL_COUNT;
    }

    boolean isEmpty() {
        return used.isEmpty();
    }

    int take() {
        int index = used.nextClearBit(0);
        used.set(index);
        return index;
    }

    SharedBytes cell(int index) {
        return memory.slice(CellLayout.cell(index), CellLayout.CELL_BYTES);
    }

    /** All zeros again, for the next. */
    void free(int index) {
        cell(index).put(0, ZEROS, 0, ZEROS.length);
        used.clear(index);
    }
}
