package offspring.region;

import java.io.IOException;
import java.lang.System.Logger.Level;

/** What a dead process leaves: its ledger says what it used. Each use is dropped once, also if who does it dies at it. */
final class Estate {

    private final FamilyHeap heap;

    private Estate(FamilyHeap heap) {
        this.heap = heap;
    }

    /** Drops what a process used that has ended. */
    static void settle(FamilyHeap heap, long ledger) {
        try {
            new Estate(heap).settle(heap.attach(ledger));
        } catch (IOException gone) {
            log(gone);
        }
    }

    private void settle(Region region) throws IOException {
        SharedBytes ledger = region.memory();
        long count = Math.min(ledger.getLongVolatile(LedgerLayout.COUNT) + 1, LedgerLayout.ENTRY_COUNT);
        for (int index = 0; index < count; index++) {
            int entry = LedgerLayout.entry(index);
            long what = ledger.getLongVolatile(entry);
            if (what != 0 && ledger.compareAndSetLong(entry, what, 0)) {
                drop(what);
            }
        }
        heap.freeIfThere(region);
    }

    private void drop(long what) {
        try {
            if (CellLayout.indexOf(what) < 0) {
                OrphanedChunk.of(heap, what).settle();
            } else {
                heap.cells().dropUse(what);
            }
        } catch (IOException | IllegalStateException gone) {
            log(gone);
        }
    }

    private static void log(Exception gone) {
        System.getLogger(Estate.class.getName())
                .log(Level.DEBUG, "what a dead process used stays until the program ends", gone);
    }
}
