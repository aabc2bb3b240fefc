package offspring.region;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What this process uses of the heap, written down in shared memory, so that whoever learns of its end can give back exactly
 * that. See {@link LedgerLayout}.
 *
 * <p>Race: the process is killed between counting a use and writing it down, or between striking it out and no longer counting
 * it. The memory then stays until the program ends; it is never given back too early.
 */
final class Ledger {

    /** There is no entry: no memory for it, or too many. What it would have said stays until the program ends. */
    static final int NO_ENTRY = -1;

    private final FamilyHeap heap;
    private final Deque<Integer> struckOut = new ArrayDeque<>();

    private SharedBytes memory;
    private boolean failed;
    private int count;

    Ledger(FamilyHeap heap) {
        this.heap = heap;
    }

    /** Makes sure that the next {@link #add} takes but a moment: what was counted and is not written down is never dropped. */
    synchronized void prepare() {
        if (memory == null && !failed) {
            open();
        }
    }

    /** Writes down a handle, or a chunk's offset. */
    synchronized int add(long what) {
        prepare();
        Integer known = struckOut.poll();
        if (known == null && (memory == null || count == LedgerLayout.ENTRY_COUNT)) {
            return NO_ENTRY;
        }
        int index = known == null ? count++ : known;
        memory.setLongVolatile(LedgerLayout.entry(index), what);
        if (known == null) {
            memory.setLongVolatile(LedgerLayout.COUNT, count);
        }
        return index;
    }

    synchronized void strikeOut(int index) {
        if (index != NO_ENTRY) {
            memory.setLongVolatile(LedgerLayout.entry(index), 0);
            struckOut.push(index);
        }
    }

    private void open() {
        try {
            Region region = heap.allocate(LedgerLayout.BYTES);
            memory = heap.slots().openLedger(region.offset()) ? region.memory() : null;
            if (memory == null) {
                heap.free(region);
            }
        } catch (IOException full) {
            System.getLogger(Ledger.class.getName())
                    .log(Level.DEBUG, "shared objects that this process uses stay until the program ends", full);
        }
        failed = memory == null;
    }
}
