package offspring.lock;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import offspring.lock.Words;
import offspring.os.Futex;
import offspring.region.FutexWakes;
import offspring.region.SharedBytes;
import offspring.region.SharedCell;

/**
 * A cell and the region that belongs to it as one row of words: what lies beyond the cell is in the region, which is
 * made when the first of its words is needed.
 */
public final class CellWords implements Words {

    private final SharedCell cell;
    private volatile SharedBytes beyond;

    public CellWords(SharedCell cell) {
        this.cell = cell;
    }

    @Override
    public long get(int at) {
        if (CellWordsLayout.isInCell(at)) {
            return cell.getLong(at);
        }
        try {
            return beyond().getLongVolatile(CellWordsLayout.beyond(at));
        } finally {
            Reference.reachabilityFence(cell);
        }
    }

    @Override
    public boolean compareAndSet(int at, long expected, long value) {
        if (CellWordsLayout.isInCell(at)) {
            return cell.compareAndSetLong(at, expected, value);
        }
        try {
            return beyond().compareAndSetLong(CellWordsLayout.beyond(at), expected, value);
        } finally {
            Reference.reachabilityFence(cell);
        }
    }

    public void set(int at, long value) {
        if (CellWordsLayout.isInCell(at)) {
            cell.setLongRelease(at, value);
        } else {
            beyond().setLongVolatile(CellWordsLayout.beyond(at), value);
            Reference.reachabilityFence(cell);
        }
    }

    /** Waits while an int has the expected value, see {@link Futex#await}. */
    public void await(int at, int expected, long nanos) throws InterruptedException {
        if (CellWordsLayout.isInCell(at)) {
            cell.await(at, expected, nanos);
            return;
        }
        try {
            Futex.await(beyond().buffer(), CellWordsLayout.beyond(at), expected, nanos);
        } finally {
            Reference.reachabilityFence(cell);
        }
    }

    public void wake(int at, int count) {
        if (CellWordsLayout.isInCell(at)) {
            cell.wake(at, count);
        } else {
            FutexWakes.wake(beyond(), CellWordsLayout.beyond(at), count);
            Reference.reachabilityFence(cell);
        }
    }

    private SharedBytes beyond() {
        SharedBytes known = beyond;
        return known != null ? known : extended();
    }

    private SharedBytes extended() {
        try {
            SharedBytes found = cell.extendSparsely(CellWordsLayout.BEYOND_BYTES).memory();
            beyond = found;
            return found;
        } catch (IOException full) {
            throw new UncheckedIOException("cannot note who waits for a shared object, or holds some of it: there is no"
                    + " memory; " + full.getMessage(), full);
        }
    }
}
