package offspring.region;

/**
 * The first bytes of a region.
 *
 * <pre>
 *      0  magic            long   a constant plus the region's offset; 0 once the region is freed
 *      8  bytes            long   of the payload
 *     16  creator          long   the process that allocated it, packed
 *     24  orphaned         int    1 if it is a chunk of cells whose process has ended
 *     28                          unused
 *     32  next             long   the offset of the one that follows it in a {@link RegionChain}; 0: none
 *     40                          unused
 *    128  payload
 * </pre>
 *
 * <p>The magic depends on the offset, so that no bytes of a user can be taken for a header by chance. The payload begins
 * on a pair of cache lines of its own, so that those who lay out hot counters may count from 0.
 */
final class RegionLayout {

    static final int MAGIC_OFFSET = 0;
    static final int BYTES_OFFSET = 8;
    static final int CREATOR_OFFSET = 16;
    static final int ORPHANED_OFFSET = 24;
    static final int NEXT_OFFSET = 32;
    static final int PAYLOAD_OFFSET = 128;

    private static final long MAGIC = 0x4745_5250_5346_464FL;

    private RegionLayout() {}

    static long magic(long offset) {
        return MAGIC + offset;
    }

    /** What a region with so large a payload takes of the heap: whole pages, so that all of it can be given back. */
    static long takenBytes(long payloadBytes) {
        return HeapLayout.pageAligned(PAYLOAD_OFFSET + payloadBytes);
    }
}
