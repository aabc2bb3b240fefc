package offspring.region;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.HashSet;
import java.util.Set;

/** What remains of a {@link SharedCell} when nobody in this process can reach it. Guarded by its {@link Cells}. */
final class CellUse extends PhantomReference<SharedCell> {

    /** Neither sent nor received: only this process knows of the cell. */
    private static final int PRIVATE = -2;

    private final long handle;
    /** Null if another process made the cell. */
    private final Chunk chunk;

    private int entry = PRIVATE;
    private long extensionBytes;
    /** Those of the {@linkplain Farewell#FIRST_CLOSED_KIND kinds that are closed}. */
    private final Set<HoldEnd> holds = new HashSet<>(2);

    private boolean dropped;

    CellUse(SharedCell cell, ReferenceQueue<Object> queue, Chunk chunk) {
        super(cell, queue);
        this.handle = cell.handle();
        this.chunk = chunk;
    }

    long handle() {
        return handle;
    }

    boolean isOwn() {
        return chunk != null;
    }

    Chunk chunk() {
        return chunk;
    }

    boolean isPrivate() {
        return entry == PRIVATE;
    }

    /** Where the ledger has it. */
    int entry() {
        return entry;
    }

    void enter(int where) {
        entry = where;
    }

    /** Marks it as dropped; false if it was already. */
    boolean drop() {
        boolean first = !dropped;
        dropped = true;
        return first;
    }

    boolean isDropped() {
        return dropped;
    }

    /** The parts of it that are not closed yet. */
    Set<HoldEnd> holds() {
        return holds;
    }

    /** What it keeps in memory besides the cell. */
    long extensionBytes() {
        return extensionBytes;
    }

    void extend(long bytes) {
        extensionBytes = bytes;
    }
}
