package offspring.sync;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import offspring.Action;
import offspring.Task;
import offspring.lock.Holder;
import offspring.lock.LockWord;
import offspring.lock.LockWordLayout;
import offspring.lock.Step;
import offspring.region.SharedCell;

/** What the locks have in common: how to wait for the word, and what becomes of a dead holder's mark. */
abstract class RobustLock extends SharedObject implements Lock {

    private static final long serialVersionUID = 1;

    private final transient LockWord word;

    RobustLock(SyncKind kind, SharedCell cell) {
        super(kind, cell);
        this.word = new LockWord(cell);
    }

    final LockWord word() {
        return word;
    }

    /** Whether the caller has the right to speak for the holder. */
    abstract boolean isHeldByCaller();

    /**
     * Called before waiting: whether the caller has it already and may have it once more.
     *
     * @return true if it has it now, once more
     */
    abstract boolean reenter();

    /** Waits until it is held, interrupts or not; an interrupt meanwhile is remembered in the thread's flag. */
    @Override
    public void lock() {
        if (!word.tryFresh()) {
            lockUninterruptibly();
        }
    }

    private void lockUninterruptibly() {
        boolean interrupted = false;
        while (true) {
            try {
                lockInterruptibly();
                break;
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Waits until it is held.
     *
     * @throws InterruptedException if the thread is interrupted before or meanwhile; the lock is as if nobody had come
     */
    @Override
    public void lockInterruptibly() throws InterruptedException {
        tryLock(Long.MAX_VALUE);
    }

    /**
     * Takes it if it is free, or its holder has died.
     *
     * @return whether it is held now
     */
    @Override
    public boolean tryLock() {
        return word.tryFresh() || reenter() || word.tryAcquire();
    }

    /**
     * Waits until it is held or the time is over.
     *
     * @param time how long at most; zero or negative means to try once
     * @param unit of the time
     * @return whether it is held now
     * @throws InterruptedException if the thread is interrupted before or meanwhile
     */
    @Override
    public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
        return tryLock(unit.toNanos(time));
    }

    /**
     * Waits until it is held or the time is over.
     *
     * @param timeout how long at most; zero or negative means to try once
     * @return whether it is held now
     * @throws InterruptedException if the thread is interrupted before or meanwhile
     */
    public boolean tryLock(Duration timeout) throws InterruptedException {
        return tryLock(AnyWait.nanos(timeout));
    }

    private boolean tryLock(long nanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return word.tryFresh() || reenter() || word.acquire(nanos);
    }

    /**
     * Whether somebody holds it at this moment; one who died and has not been succeeded yet counts.
     *
     * @return false if it is free
     */
    public boolean isLocked() {
        return !LockWord.isFree(word.get());
    }

    /**
     * Whether an earlier holder died while it held the lock, so that what the lock protects may be half changed. For
     * whom holds it now, until {@link #markConsistent}.
     *
     * @return false for whom does not hold it
     */
    public boolean holderDied() {
        return isHeldByCaller() && word.isMarked();
    }

    /**
     * Says that what the lock protects is sound again. Without this the next holder finds {@link #holderDied} true too.
     *
     * @throws IllegalMonitorStateException if the caller does not hold it
     */
    public void markConsistent() {
        if (!isHeldByCaller()) {
            throw new IllegalMonitorStateException("cannot mark as consistent: the caller does not hold the lock; " + this);
        }
        word.clear(LockWordLayout.DIED);
    }

    /**
     * Runs something while the lock is held.
     *
     * @param <R> type of the result
     * @param task runs here, in this thread
     * @return what it returns
     * @throws InterruptedException if the thread is interrupted before the lock is held; the task has not run
     * @throws Exception what the task throws; the lock is released
     */
    public <R> R withLock(Task<R> task) throws Exception {
        lockInterruptibly();
        try {
            return task.call();
        } finally {
            unlock();
        }
    }

    /**
     * Runs something while the lock is held.
     *
     * @param action runs here, in this thread
     * @throws InterruptedException if the thread is interrupted before the lock is held; the action has not run
     * @throws Exception what the action throws; the lock is released
     */
    public void withLock(Action action) throws Exception {
        lockInterruptibly();
        try {
            action.execute();
        } finally {
            unlock();
        }
    }

    /**
     * Makes a condition of this lock, for which processes and threads that hold the lock can wait.
     *
     * @return a new condition; it can be sent, and its lock goes with it
     * @throws java.io.UncheckedIOException if there is no memory for it
     */
    @Override
    public SharedCondition newCondition() {
        return SharedCondition.of(this);
    }

    /** Releases it however often the caller has locked it: what to give to {@link #lockAgain}. */
    final int unlockWholly() {
        int holds = word.holds();
        word.setHolds(0);
        word.forgetThread();
        word.release();
        Step.CONDITION_UNLOCKED.reached();
        return holds;
    }

    /** Locks it as it was. Whether there was an interrupt meanwhile, which is not in the thread's flag now. */
    final boolean lockAgain(int holds) {
        boolean interrupted = false;
        while (true) {
            try {
                word.acquire(Long.MAX_VALUE);
                word.setHolds(holds);
                return interrupted;
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
    }

    /** Who holds it, for {@link #toString}: a process that waits for something to change looks a moment later. */
    final String holder() {
        long seen = word.get();
        long thread = word.thread();
        if (LockWord.isFree(seen)) {
            return "free";
        }
        String process = "held by pid " + Holder.pid(seen);
        if (Holder.isDead(seen)) {
            return process + ", which has died";
        }
        return thread == 0 ? process : process + " thread " + thread;
    }
}
