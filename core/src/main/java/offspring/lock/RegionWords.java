package offspring.lock;

import java.lang.ref.Reference;
import offspring.region.Region;
import offspring.region.SharedBytes;
import offspring.region.SharedCell;

/** The extension of a cell as a row of words. */
public final class RegionWords implements Words {

    private final SharedCell cell;
    private final SharedBytes memory;

    /** The words of an extension, which keep its cell reachable. */
    public RegionWords(SharedCell cell, Region extension) {
        this.cell = cell;
        this.memory = extension.memory();
    }

    @Override
    public long get(int at) {
        try {
            return memory.getLongVolatile(at);
        } finally {
            Reference.reachabilityFence(cell);
        }
    }

    @Override
    public boolean compareAndSet(int at, long expected, long value) {
        try {
            return memory.compareAndSetLong(at, expected, value);
        } finally {
            Reference.reachabilityFence(cell);
        }
    }

    /** Writes a word as a volatile field. */
    public void set(int at, long value) {
        memory.setLongVolatile(at, value);
        Reference.reachabilityFence(cell);
    }
}
