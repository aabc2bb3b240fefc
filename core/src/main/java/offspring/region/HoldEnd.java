package offspring.region;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;

/** What remains of a {@link Hold} that nobody can reach, or that was closed. */
final class HoldEnd extends PhantomReference<Hold> {

    private final CellUse use;

    HoldEnd(Hold hold, ReferenceQueue<Object> queue, CellUse use) {
        super(hold, queue);
        this.use = use;
    }

    /** Of what it was a part. */
    CellUse use() {
        return use;
    }
}
