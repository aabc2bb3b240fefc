package offspring.handle;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import offspring.region.FamilyHeap;
import offspring.region.Hold;
import offspring.region.RegionChain;
import offspring.region.SharedCell;
import offspring.wire.LargeTravel;
import offspring.wire.Travel;

/**
 * Fills the regions of a new cell. Until it is sent nobody else knows of the cell, and a process that is killed leaves
 * nothing behind.
 */
final class LargeSink extends LargeTravel.Sink {

    /**
     * Regions double from the first size to the last: neither many of them nor much memory that is not needed after
     * all.
     */
    private static final long FIRST_BYTES = 1 << 20;

    private static final long LAST_BYTES = 1 << 28;

    private final Hold hold;
    private final RegionChain chain;
    private final Arena arena = Arena.ofShared();
    private MemorySegment region = MemorySegment.NULL;
    private long position;
    private long size;
    private boolean over;

    LargeSink() throws IOException {
        hold = FamilyHeap.current().cells().create(LargePorter.KIND).hold();
        chain = new RegionChain(hold.cell(), arena);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        write(MemorySegment.ofArray(bytes).asSlice(offset, length));
    }

    @Override
    public void write(MemorySegment bytes) throws IOException {
        long left = bytes.byteSize();
        while (left > 0) {
            if (position == region.byteSize()) {
                grow(left);
            }
            long count = Math.min(left, region.byteSize() - position);
            MemorySegment.copy(bytes, bytes.byteSize() - left, region, position, count);
            position += count;
            size += count;
            left -= count;
        }
    }

    private void grow(long needed) throws IOException {
        region = chain.append(Math.clamp(Math.max(needed, size), FIRST_BYTES, LAST_BYTES))
                .segment();
        position = 0;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public long send() throws IOException {
        if (size > 0) {
            chain.end(position);
        }
        end();
        SharedCell cell = hold.cell();
        long handle = cell.export();
        Travel.carry(cell);
        Travel.hold(hold);
        return handle;
    }

    @Override
    public void abandon() {
        if (!over) {
            end();
            hold.close();
        }
    }

    private void end() {
        over = true;
        region = MemorySegment.NULL;
        arena.close();
    }
}
