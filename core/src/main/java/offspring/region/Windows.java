package offspring.region;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import offspring.os.SharedFile;

/**
 * The windows of the heap that this process has mapped. A window stays mapped as long as anybody here uses a part of it:
 * the garbage collector decides, since every view of a region keeps the window alive. The window that was used last stays
 * in any case, so that a program that makes and drops small regions does not map the same window again and again.
 */
final class Windows {

    private final SharedFile file;
    /** Guarded by this, as is what follows. */
    private final Map<Long, WeakReference<MemorySegment>> windows = new HashMap<>();

    private MemorySegment last;

    Windows(SharedFile file) {
        this.file = file;
    }

    /** A part of the heap that does not cross the boundary of a window. */
    MemorySegment slice(long offset, long bytes) throws IOException {
        return window(offset / HeapLayout.WINDOW_BYTES).asSlice(offset % HeapLayout.WINDOW_BYTES, bytes);
    }

    private synchronized MemorySegment window(long index) throws IOException {
        WeakReference<MemorySegment> known = windows.get(index);
        MemorySegment window = known == null ? null : known.get();
        if (window == null) {
            forgetUnmapped();
            long start = index * HeapLayout.WINDOW_BYTES;
            window = file.map(start, HeapLayout.WINDOW_BYTES, Arena.ofAuto());
            windows.put(index, new WeakReference<>(window));
        }
        last = window;
        return last;
    }

    private void forgetUnmapped() {
        Iterator<WeakReference<MemorySegment>> references = windows.values().iterator();
        while (references.hasNext()) {
            if (references.next().get() == null) {
                references.remove();
            }
        }
    }
}
