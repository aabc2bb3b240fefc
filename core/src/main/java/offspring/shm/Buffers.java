package offspring.shm;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Shared memory as buffers, which have ints for indexes. */
final class Buffers {

    private Buffers() {}

    /**
     * All of a segment, in the byte order of this machine.
     *
     * @throws UnsupportedOperationException if it is too large for a buffer
     */
    static ByteBuffer of(MemorySegment segment) {
        if (segment.byteSize() > Integer.MAX_VALUE) {
            throw new UnsupportedOperationException("cannot make a buffer of more than " + Integer.MAX_VALUE
                    + " bytes, use the segment; bytes=" + segment.byteSize());
        }
        return segment.asByteBuffer().order(ByteOrder.nativeOrder());
    }
}
