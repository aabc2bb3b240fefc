package offspring.sync;

import java.io.IOException;
import java.util.Set;
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
 * of ours too.
 */
final class Forfeits {

    private static final Set<Long> HANDLES = ConcurrentHashMap.newKeySet();
    private static final AtomicBoolean ADDED = new AtomicBoolean();

    private Forfeits() {}

    /**
     * Race: the process ends while an entry is being noted. Either the end finds the note, or the noter finds that
     * the end has come.
     */
    static void note(SharedCell cell) {
        HANDLES.add(cell.handle());
        if (ADDED.compareAndSet(false, true)) {
            LastWords.add(() -> HANDLES.forEach(Forfeits::forfeit));
        }
        if (LastWords.wereSaid()) {
            forfeit(cell.handle());
        }
    }

    private static void forfeit(long handle) {
        try {
            SharedCell cell = FamilyHeap.current().cells().attach(handle, SyncKind.SEMAPHORE::accepts);
            OwnerTable table = new OwnerTable(new CellWords(cell), SemaphoreLayout.ENTRIES);
            int index = table.find();
            if (index != 0) {
                table.flag(index, BalanceLayout.FORFEITED);
            }
        } catch (IOException freed) {
            HANDLES.remove(handle);
        }
    }
}
