package offspring.lock;

import static offspring.lock.LockWordLayout.ENDED;
import static offspring.lock.LockWordLayout.FUTEX;
import static offspring.lock.LockWordLayout.SLEEPERS;
import static offspring.lock.LockWordLayout.WORD;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import offspring.os.Futex;
import offspring.region.SharedCell;

/**
 * The threads of this process that wait for a lock: one of them for the word, the others for that one.
 *
 * <p>Race: who releases wakes a sleeper, and dies before, or the sleeper dies of something else. The others look at the word
 * every 100 ms.
 *
 * <p>Race: the holder ends before a waiter watches it, or before the waiter sleeps. Who hears of the end writes it in the word, so
 * that nobody sleeps behind the word as it was.
 *
 * <p>Race: who waits for the word leaves the turnstile after its time or by an interrupt, perhaps with a wake-up that was for
 * another. The next one behind the turnstile looks at the word before it sleeps, and {@link #passOn} sees to other processes.
 */
public final class LockQueue {

    /** Whose end cannot be heard is looked at this often. */
    private static final long SLICE_NANOS = Futex.sliceNanos();
    /** Whose end will be heard is looked at all the same. */
    private static final long HEARD_SLICE_NANOS = 10 * SLICE_NANOS;
    /** Most locks are released before the end of this; who waits longer wants to hear of the holder's end. */
    private static final long FIRST_SLICE_NANOS = 3 * SLICE_NANOS / 100;

    private final LockWord word;
    private final SharedCell cell;
    /** Held while waiting for the word, so that a release wakes one thread of a process and not all in turn. */
    private final ReentrantLock turnstile = new ReentrantLock();

    public LockQueue(LockWord word, SharedCell cell) {
        this.word = word;
        this.cell = cell;
    }

    /** For tests. */
    public ReentrantLock turnstile() {
        return turnstile;
    }

    /**
     * Waits until the lock is this thread's.
     *
     * @param nanos how long at most; after that one more try
     */
    public boolean acquire(long nanos) throws InterruptedException {
        long start = System.nanoTime();
        if (nanos == Long.MAX_VALUE) {
            turnstile.lockInterruptibly();
        } else if (!turnstile.tryLock(nanos, TimeUnit.NANOSECONDS)) {
            return word.tryAcquire();
        }
        try {
            return sleep(nanos - (System.nanoTime() - start));
        } finally {
            turnstile.unlock();
        }
    }

    /** For whom holds the turnstile. */
    private boolean sleep(long nanos) throws InterruptedException {
        long start = System.nanoTime();
        long behind = 0;
        boolean wholeSlice = false;
        try (HolderWatch watch = new HolderWatch(this::announceEnd)) {
            while (true) {
                long seen = word.takeOrAnnounce();
                if (seen == 0) {
                    return true;
                }
                Step.LOCK_ANNOUNCED.reached();
                long left = nanos - (System.nanoTime() - start);
                if ((wholeSlice || left <= 0 || (seen & ENDED) != 0) && word.tryDead(SLEEPERS)) {
                    return true;
                }
                if (left <= 0) {
                    return false;
                }
                boolean again = Holder.of(seen) == behind && (seen & ENDED) == 0;
                behind = Holder.of(seen);
                long slice = !again ? FIRST_SLICE_NANOS : watch.watch(seen) ? HEARD_SLICE_NANOS : SLICE_NANOS;
                wholeSlice = sleepBehind(seen, Math.min(left, slice));
            }
        }
    }

    /** Sleeps; true if that took the whole slice, so that it is time to ask whether the holder still runs. */
    private boolean sleepBehind(long seen, long sliceNanos) throws InterruptedException {
        long start = System.nanoTime();
        try {
            cell.await(FUTEX, (int) seen, sliceNanos);
        } catch (InterruptedException interrupted) {
            passOn();
            throw interrupted;
        }
        return System.nanoTime() - start >= sliceNanos;
    }

    /** The wake-up that we may have got is another sleeper's now: at once, or when the next holder releases. */
    private void passOn() {
        long seen = word.get();
        while (!LockWord.isFree(seen) && (seen & SLEEPERS) == 0 && !cell.compareAndSetLong(WORD, seen, seen | SLEEPERS)) {
            seen = word.get();
        }
        if (LockWord.isFree(seen)) {
            cell.wake(FUTEX, 1);
        }
    }

    /** Run by a thread that hears of the end of a process. */
    public void announceEnd(long holder) {
        long seen = word.get();
        while (Holder.of(seen) == holder
                && (seen & ENDED) == 0
                && !cell.compareAndSetLong(WORD, seen, seen | ENDED)) {
            seen = word.get();
        }
        if (Holder.of(seen) == holder) {
            Step.LOCK_END_HEARD.reached();
            cell.wake(FUTEX, Integer.MAX_VALUE);
        }
    }
}
