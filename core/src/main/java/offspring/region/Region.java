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

    Region(long offset, long bytes, MemorySegment whole) {
        this.offset = offset;
        this.bytes = bytes;
        this.whole = whole;
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

    MemorySegment whole() {
        return whole;
    }

    @Override
    public String toString() {
        return "Region[offset=" + offset + " bytes=" + bytes + "]";
    }
}
