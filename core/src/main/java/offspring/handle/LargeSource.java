package offspring.handle;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import offspring.region.FamilyHeap;
import offspring.region.Hold;
import offspring.region.Region;
import offspring.region.RegionChain;
import offspring.wire.LargeTravel;

/** Reads the regions that a {@link LargeSink} has filled. Of what is there nothing is believed but where it is. */
final class LargeSource extends LargeTravel.Source {

    private final Hold hold;
    private final RegionChain chain;
    private final Arena arena = Arena.ofShared();
    private MemorySegment region = MemorySegment.NULL;
    private long position;
    private long left;
    private boolean over;

    LargeSource(long handle, long bytes) throws IOException {
        hold = FamilyHeap.current().cells().attachAndHold(handle, kind -> kind == LargePorter.KIND);
        chain = new RegionChain(hold.cell(), arena);
        left = bytes;
    }

    @Override
    public int read() throws IOException {
        if (left <= 0) {
            return -1;
        }
        requireRegion();
        left--;
        return region.get(ValueLayout.JAVA_BYTE, position++) & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (left <= 0 && length > 0) {
            return -1;
        }
        long count = Math.min(left, length);
        read(MemorySegment.ofArray(to).asSlice(offset, count));
        return (int) count;
    }

    @Override
    public void read(MemorySegment to) throws IOException {
        if (to.byteSize() > left) {
            throw new EOFException("it ends too early");
        }
        for (long done = 0; done < to.byteSize(); ) {
            requireRegion();
            long count = Math.min(to.byteSize() - done, region.byteSize() - position);
            MemorySegment.copy(region, position, to, done, count);
            position += count;
            left -= count;
            done += count;
        }
    }

    private void requireRegion() throws IOException {
        if (position == region.byteSize()) {
            region = chain.next().map(Region::segment).orElseThrow(() -> new EOFException("it ends too early"));
            position = 0;
        }
    }

    @Override
    public int available() {
        return Math.clamp(left, 0, Integer.MAX_VALUE);
    }

    @Override
    public void close() {
        if (!over) {
            over = true;
            left = 0;
            region = MemorySegment.NULL;
            arena.close();
            hold.close();
        }
    }
}
