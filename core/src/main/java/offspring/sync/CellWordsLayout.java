package offspring.sync;

import offspring.region.SharedCell;

/**
 * A cell's payload and, right behind it, the region that belongs to the cell.
 *
 * <p>With its header that region has 1 MiB, the largest that needs no mapping of its own. It is sparse: pages that
 * nobody has touched take no memory.
 */
final class CellWordsLayout {

    private static final int HEADER_BYTES = 128;

    static final int BEYOND_BYTES = (1 << 20) - HEADER_BYTES;
    static final int BYTES = SharedCell.BYTES + BEYOND_BYTES;

    private CellWordsLayout() {}

    static boolean isInCell(int at) {
        return at < SharedCell.BYTES;
    }

    static int beyond(int at) {
        return at - SharedCell.BYTES;
    }
}
