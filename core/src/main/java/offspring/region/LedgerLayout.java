package offspring.region;

/**
 * What a process uses of the heap, for whoever clears up after it: the payload of one region.
 *
 * <pre>
 *      0  count             long   entries beyond it were never written
 *      8  entry 0           long   the handle of a cell, or the offset of a chunk of cells; 0: nothing
 *     16  entry 1           long
 *    ...
 * </pre>
 *
 * <p>Only the pages that were written take memory. A handle ends in the number of a cell, an offset in twelve zeros.
 */
final class LedgerLayout {

    static final int ENTRY_COUNT = 4_000_000;

    /** What the region takes. */
    static final int BYTES = (ENTRY_COUNT + 1) * Long.BYTES;

    static final int COUNT = 0;

    private LedgerLayout() {}

    static int entry(int index) {
        return (index + 1) * Long.BYTES;
    }
}
