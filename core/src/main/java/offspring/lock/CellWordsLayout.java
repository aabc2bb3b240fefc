package offspring.lock;

import offspring.region.SharedCell;

/**
 * A cell's payload and, right behind it, the region that belongs to the cell.
 *
 * <p>With its header that region has 1 MiB, the largest that needs no mapping of its own. It is sparse: pages that
 * nobody has touched take no memory.
 */
public final class CellWordsLayout {

    private static final int HEADER_BYTES = 128;

    public static final int BEYOND_BYTES = (1 << 20) - HEADER_BYTES;
    public static final int BYTES = SharedCell.BYTES + BEYOND_BYTES;

    private CellWordsLayout() {}

    public static boolean isInCell(int at) {
        return at < SharedCell.BYTES;
    }

    public static int beyond(int at) {
        return at - SharedCell.BYTES;
    }
}
