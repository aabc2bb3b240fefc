package offspring.sync;

import offspring.handle.EmbeddedLock;
import offspring.handle.Handle;
import offspring.region.SharedCell;

/**
 * A lock between processes, and between their threads, which the thread that holds it may lock again. It has to unlock it as
 * often.
 *
 * <p>Shape: a few words of the family's shared memory, no system call while nobody waits.
 *
 * <p>Processes: captured by a task, passed or sent, it is the same lock in every process of the program. Only the thread that
 * locked it can release it.
 *
 * <p>Death: when the process that holds it ends without unlocking, in whatever way, the next to lock it gets it, within
 * milliseconds where the kernel tells of the end (pidfd) and else a tenth of a second, and finds {@link #holderDied} true until
 * it calls {@link #markConsistent}; if it unlocks without, so does the next. A stopped process is not dead. Of a child that is a
 * thread of this JVM ({@code THREAD}) nothing ends when it is killed: it was interrupted, and what it holds stays held.
 * A thread that ends while its process lives on leaves the lock locked.
 *
 * <p>Blocking, order, lifetime and cost as {@link SharedLock}.
 *
 * @apiNote Python: {@code multiprocessing.RLock}. Differs: a lock whose holder was killed does not stay locked for ever, and it
 *     can be sent.
 */
public final class SharedReentrantLock extends RobustLock {

    private static final long serialVersionUID = 1;

    static {
        EmbeddedLock.madeBy(SharedReentrantLock::new);
    }

    SharedReentrantLock(SharedCell cell) {
        super(SyncKind.REENTRANT_LOCK, cell);
    }

    /**
     * Makes a lock, which is free.
     *
     * @return a new lock
     * @throws java.io.UncheckedIOException if there is no memory for it
     */
    public static SharedReentrantLock create() {
        return new SharedReentrantLock(Handle.newCell(SyncKind.REENTRANT_LOCK));
    }

    /**
     * Releases it once; the last time frees it.
     *
     * @throws IllegalMonitorStateException if this thread does not hold it
     */
    @Override
    public void unlock() {
        if (!isHeldByCaller()) {
            throw new IllegalMonitorStateException("cannot unlock: this thread does not hold the lock; pid="
                    + ProcessHandle.current().pid() + " thread=" + Thread.currentThread().threadId() + " " + this);
        }
        int again = word().holds();
        if (again == 0) {
            word().forgetThread();
            word().release();
        } else {
            word().setHolds(again - 1);
        }
    }

    /**
     * Whether this thread holds it.
     *
     * @return false if another thread or nobody does
     */
    public boolean isHeldByCurrentThread() {
        return isHeldByCaller();
    }

    /**
     * How often this thread has to unlock it.
     *
     * @return 0 if this thread does not hold it
     */
    public int getHoldCount() {
        return isHeldByCaller() ? word().holds() + 1 : 0;
    }

    @Override
    boolean isHeldByCaller() {
        return word().isHeldByThisThread();
    }

    @Override
    boolean reenter() {
        if (!isHeldByCaller()) {
            return false;
        }
        if (word().holds() == Integer.MAX_VALUE - 1) {
            throw new IllegalStateException("cannot lock once more: this thread has locked it 2,147,483,647 times");
        }
        word().setHolds(word().holds() + 1);
        return true;
    }

    /** Says who holds it: the process and its thread. */
    @Override
    public String toString() {
        return "SharedReentrantLock[" + holder() + "]";
    }
}
