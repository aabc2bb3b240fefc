package offspring.region;

/**
 * A chunk of cells: the payload of one region.
 *
 * <pre>
 *      0  cell 1            128 bytes
 *    128  cell 2
 *    ...
 *  65280  cell 511
 *
 *  a cell:
 *      0  magic             long   a constant plus the cell's handle; 0 while the cell is free, 1 while it is being emptied
 *      8  kind              int    what it is, a number of its user's
 *     12  uses              int    by how many processes and messages; 0 as long as it was never sent, and after the last use
 *     16  extension         long   the offset of a region that belongs to it and is freed with it, as are those that it leads to; 0: none
 *     24  payload           104 bytes
 * </pre>
 *
 * <p>With the region's header a chunk takes 64 KiB. A handle is the offset of the chunk, whose last 12 bits are zeros, and in
 * these the number of the cell. Cells are as large as a pair of cache lines, so that two locks do not slow each other.
 */
final class CellLayout {

    static final int CELL_BYTES = 128;
    static final int CELL_COUNT = 511;
    static final int CHUNK_BYTES = CELL_BYTES * CELL_COUNT;

    static final int MAGIC_OFFSET = 0;
    static final int KIND_OFFSET = 8;
    static final int USES_OFFSET = 12;
    static final int EXTENSION_OFFSET = 16;
    static final int PAYLOAD_OFFSET = 24;
    static final int PAYLOAD_BYTES = CELL_BYTES - PAYLOAD_OFFSET;

    static final long EMPTYING = 1;
    static final int NEVER_SENT = 0;

    private static final long MAGIC = 0x4C4C_4543_5346_464FL;
    private static final long NUMBER_MASK = 0xFFF;

    private CellLayout() {}

    static long magic(long handle) {
        return MAGIC + handle;
    }

    static long handle(long chunkOffset, int index) {
        return chunkOffset | index + 1;
    }

    static long chunkOf(long handle) {
        return handle & ~NUMBER_MASK;
    }

    /** Out of bounds, from -1 on, if the handle is none. */
    static int indexOf(long handle) {
        return (int) (handle & NUMBER_MASK) - 1;
    }

    static int cell(int index) {
        return index * CELL_BYTES;
    }
}
