package offspring.region;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/** What remains of a {@link SharedCell} when nobody can reach it: the place that it took. */
final class CellUse extends PhantomReference<SharedCell> {

    private final Chunk chunk;
    private final int index;
    private final AtomicBoolean exported;

    CellUse(SharedCell cell, ReferenceQueue<SharedCell> queue, Chunk chunk, int index, AtomicBoolean exported) {
        super(cell, queue);
        this.chunk = chunk;
        this.index = index;
        this.exported = exported;
    }

    Chunk chunk() {
        return chunk;
    }

    int index() {
        return index;
    }

    /** Whether its handle was given away. */
    AtomicBoolean exported() {
        return exported;
    }
}
