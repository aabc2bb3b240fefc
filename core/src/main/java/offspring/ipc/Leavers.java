package offspring.ipc;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import offspring.region.FamilyHeap;
import offspring.region.LastWords;
import offspring.region.SharedCell;

/**
 * The joinable queues from which this process has taken: if it ends as it should, it says so in them. Handles and not
 * objects, so that nothing is kept alive.
 */
final class Leavers {

    private static final Set<Long> HANDLES = ConcurrentHashMap.newKeySet();
    private static final AtomicBoolean ADDED = new AtomicBoolean();

    private Leavers() {}

    /**
     * Race: the process ends while an entry is being noted. Either the end finds the note, or the noter finds that the end has
     * come.
     */
    static void note(long handle) {
        HANDLES.add(handle);
        if (ADDED.compareAndSet(false, true)) {
            LastWords.add(() -> HANDLES.forEach(Leavers::leave));
        }
        if (LastWords.wereSaid()) {
            leave(handle);
        }
    }

    private static void leave(long handle) {
        try {
            SharedCell cell = FamilyHeap.current().cells().attach(handle, QueueKind.JOINABLE::accepts);
            new JoinTally(cell, cell.extension().orElseThrow()).leave();
        } catch (IOException freed) {
            HANDLES.remove(handle);
        }
    }
}
