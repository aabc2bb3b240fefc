package offspring.sync;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import offspring.lock.CellWords;
import offspring.lock.OwnerTable;
import offspring.region.FamilyHeap;
import offspring.region.LastWords;
import offspring.region.SharedCell;

/**
 * The semaphores of which this process has had permits: if it ends as it should, what it still has of them is consumed.
 *
 * <p>Handles and not objects: nothing is kept alive, and a cell that was freed and used again has, at most, an entry
 * of ours too. Those of semaphores that are gone are forgotten when there are twice as many as there were; one that this
 * process has forgotten may live in others.
 */
final class Forfeits {

    private static final Map<Long, WeakReference<SharedCell>> HANDLES = new ConcurrentHashMap<>();
    private static final AtomicBoolean ADDED = new AtomicBoolean();
    private static final int FEW = 64;

    private static volatile int enough = FEW;

    private Forfeits() {}

    /**
     * Race: the process ends while an entry is being noted. Either the end finds the note, or the noter finds that
     * the end has come.
     */
    static void note(SharedCell cell) {
        HANDLES.put(cell.handle(), new WeakReference<>(cell));
        if (HANDLES.size() > enough) {
            sweep();
        }
        if (ADDED.compareAndSet(false, true)) {
            LastWords.add(() -> HANDLES.keySet().forEach(Forfeits::forfeit));
        }
        if (LastWords.wereSaid()) {
            forfeit(cell.handle());
        }
    }

    private static void forfeit(long handle) {
        try {
            OwnerTable table = table(handle);
            int index = table.find();
            if (index != 0) {
                table.flag(index, BalanceLayout.FORFEITED);
            }
        } catch (IOException freed) {
            HANDLES.remove(handle);
        }
    }

    private static synchronized void sweep() {
        if (HANDLES.size() > enough) {
            HANDLES.entrySet().removeIf(note -> note.getValue().refersTo(null) && isGone(note.getKey()));
            enough = Math.max(FEW, 2 * HANDLES.size());
        }
    }

    /** Where there is no entry of ours, the cell is another semaphore's: we never give one up. */
    private static boolean isGone(long handle) {
        try {
            return table(handle).find() == 0;
        } catch (IOException freed) {
            return true;
        }
    }

    private static OwnerTable table(long handle) throws IOException {
        SharedCell cell = FamilyHeap.current().cells().attach(handle, SyncKind.SEMAPHORE::accepts);
        return new OwnerTable(new CellWords(cell), SemaphoreLayout.ENTRIES);
    }

    /** For tests. */
    static int count() {
        return HANDLES.size();
    }
}
