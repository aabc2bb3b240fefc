package offspring.sync;

import offspring.region.SharedCell;

/** Permits that nobody holds: who takes one has consumed it. */
final class UnownedPermits implements Permits {

    private final SharedCell cell;

    UnownedPermits(SharedCell cell) {
        this.cell = cell;
    }

    @Override
    public boolean change(int change) {
        while (true) {
            long seen = cell.getLong(SemaphoreLayout.WORD);
            if (!SemaphoreLayout.allows(seen, change, Integer.MAX_VALUE)) {
                return false;
            }
            if (cell.compareAndSetLong(SemaphoreLayout.WORD, seen, SemaphoreLayout.changedByNobody(seen, change))) {
                return true;
            }
        }
    }

    @Override
    public int available() {
        return SemaphoreLayout.permits(cell.getLong(SemaphoreLayout.WORD));
    }

    @Override
    public boolean recover() {
        return false;
    }
}
