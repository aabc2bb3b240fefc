package offspring.lock;

import static offspring.lock.LockWordLayout.DIED;
import static offspring.lock.LockWordLayout.FUTEX;
import static offspring.lock.LockWordLayout.HOLDS;
import static offspring.lock.LockWordLayout.SLEEPERS;
import static offspring.lock.LockWordLayout.TAKING;
import static offspring.lock.LockWordLayout.THREAD;
import static offspring.lock.LockWordLayout.WORD;

import offspring.os.Machine;
import offspring.region.SharedCell;

/**
 * The lock that survives its holder. See {@link LockWordLayout} for its words, {@link LockQueue} for the waiting.
 *
 * <p>Race: the holder dies at any instruction. The very compare-and-set that acquires says who holds it, the one that releases
 * clears it, so there is no moment at which a death leaves it to nobody.
 *
 * <p>Race: two find the holder dead. One compare-and-set on the dead one's word wins; the dead never take it again, so the
 * word is not the same by chance.
 */
public final class LockWord {

    private static final long SPIN_NANOS = Machine.processors() > 1 ? 10_000 : 0;

    private final SharedCell cell;
    private final LockQueue queue;

    public LockWord(SharedCell cell) {
        this.cell = cell;
        this.queue = new LockQueue(this, cell);
    }

    public long get() {
        return cell.getLong(WORD);
    }

    public static boolean isFree(long word) {
        return Holder.of(word) == 0;
    }

    public boolean isHeldByThisProcess() {
        return Holder.of(get()) == Holder.SELF;
    }

    /** The word is read first: what the thread's word says belongs to the holder then, or to a later one. */
    public boolean isHeldByThisThread() {
        long word = get();
        return Holder.of(word) == Holder.SELF
                && (word & TAKING) == 0
                && cell.getLong(THREAD) == Thread.currentThread().threadId();
    }

    /** The holder's thread, 0 if it is not known. For people. */
    public long thread() {
        return (get() & TAKING) == 0 ? cell.getLong(THREAD) : 0;
    }

    public int holds() {
        return cell.getInt(HOLDS);
    }

    /** By the holder only. */
    public void setHolds(int holds) {
        cell.setInt(HOLDS, holds);
    }

    /** Takes it if it is free or its holder is dead. */
    public boolean tryAcquire() {
        return tryFree() || tryDead(0);
    }

    /**
     * Waits until it is ours.
     *
     * @param nanos how long at most; 0 or less tries once
     */
    public boolean acquire(long nanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return tryFree() || (nanos <= 0 ? tryDead(0) : spin(nanos) || queue.acquire(nanos));
    }

    /** Releases it, whoever holds it; false if nobody does. Keeps the mark. */
    public boolean release() {
        if (cell.compareAndSetLong(WORD, Holder.SELF, 0)) {
            return true; // of this process, and nobody sleeps
        }
        while (true) {
            long seen = get();
            if (isFree(seen)) {
                return false;
            }
            if (cell.compareAndSetLong(WORD, seen, seen & DIED)) {
                Step.LOCK_RELEASED.reached();
                wakeIf((seen & SLEEPERS) != 0);
                return true;
            }
        }
    }

    public boolean isMarked() {
        return (get() & DIED) != 0;
    }

    /** By the holder: what the lock protects is sound again. */
    public void markSound() {
        clear(LockWordLayout.DIED);
    }

    public void clear(long flag) {
        long seen = get();
        while ((seen & flag) != 0 && !cell.compareAndSetLong(WORD, seen, seen & ~flag)) {
            seen = get();
        }
    }

    public LockQueue queue() {
        return queue;
    }

    /** Takes it if it is free, and there is nothing to know of it. */
    public boolean tryFresh() {
        if (!cell.compareAndSetLong(WORD, 0, Holder.SELF)) {
            return false;
        }
        Step.LOCK_TAKEN.reached();
        noteThread();
        Step.LOCK_NOTED.reached();
        return true;
    }

    private boolean tryFree() {
        for (long seen = get(); isFree(seen); seen = get()) {
            if (cell.compareAndSetLong(WORD, seen, Holder.SELF | seen & DIED)) {
                noteThread();
                return true;
            }
        }
        return false;
    }

    /** Those who sleep, if any, have set the flag in the dead one's word. */
    public boolean tryDead(long flags) {
        long seen = get();
        if (isFree(seen) || !Holder.isDead(seen)) {
            return false;
        }
        long sleepers = (seen | flags) & SLEEPERS;
        if (!cell.compareAndSetLong(WORD, seen, Holder.SELF | sleepers | DIED | TAKING)) {
            return false;
        }
        Step.LOCK_TAKEN_OVER.reached();
        setHolds(0); // the dead one's
        noteThread();
        clear(TAKING);
        return true;
    }

    private void noteThread() {
        cell.setLongRelease(THREAD, Thread.currentThread().threadId());
    }

    /** By the holder, before it releases, where it matters whose the lock is. */
    public void forgetThread() {
        cell.setLongRelease(THREAD, 0);
        Step.LOCK_FORGOTTEN.reached();
    }

    private boolean spin(long nanos) {
        long start = System.nanoTime();
        long budget = Math.min(nanos, SPIN_NANOS);
        while (System.nanoTime() - start < budget) {
            if (tryFree()) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    /** For whom is about to sleep: 0 if it is ours now, with the flag since others may sleep too; else the word, with the flag. */
    public long takeOrAnnounce() {
        while (true) {
            long seen = get();
            if (isFree(seen)) {
                if (cell.compareAndSetLong(WORD, seen, Holder.SELF | SLEEPERS | seen & DIED)) {
                    noteThread();
                    return 0;
                }
            } else if ((seen & SLEEPERS) != 0 || cell.compareAndSetLong(WORD, seen, seen | SLEEPERS)) {
                return seen | SLEEPERS;
            }
        }
    }

    private void wakeIf(boolean somebodySleeps) {
        if (somebodySleeps) {
            cell.wake(FUTEX, 1);
        }
    }
}
