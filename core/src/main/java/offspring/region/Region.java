package offspring.region;

import java.lang.foreign.MemorySegment;

/**
 * A piece of the family heap as this process sees it. Offset and size are its handle: with them any process of the
 * family attaches to it.
 */
public final class Region {

    private final long offset;
    private final long bytes;
    /** Header and payload. */
    private final MemorySegment whole;

    private final SharedBytes header;

    Region(long offset, long bytes, MemorySegment whole, SharedBytes header) {
        this.offset = offset;
        this.bytes = bytes;
        this.whole = whole;
        this.header = header;
    }

    /** Where it is in the family heap. */
    public long offset() {
        return offset;
    }

    /** How large its payload is. */
    public long bytes() {
        return bytes;
    }

    /** Its payload, zeros at first; aligned to 128 bytes. */
    public MemorySegment segment() {
        return whole.asSlice(RegionLayout.PAYLOAD_OFFSET, bytes);
    }

    /**
     * Its payload for who needs words and arrays of it, and no segment.
     *
     * @throws IllegalStateException if it is larger than 2 GiB
     */
    public SharedBytes memory() {
        return SharedBytes.of(segment());
    }

    SharedBytes header() {
        return header;
    }

    /** What it takes of the heap, its header and the rest of its last page included. */
    long takenBytes() {
        return whole.byteSize();
    }

    @Override
    public String toString() {
        return "Region[offset=" + offset + " bytes=" + bytes + "]";
    }
}
