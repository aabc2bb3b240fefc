package offspring.sync;

import offspring.handle.Handle;
import offspring.region.SharedCell;

/**
 * A lock between processes, and between their threads. Not reentrant: who holds it and locks it again waits for itself.
 *
 * <p>Shape: one word of the family's shared memory, no system call while nobody waits.
 *
 * <p>Processes: captured by a task, passed or sent, it is the same lock in every process of the program. Any process and
 * thread may release it, whoever locked it.
 *
 * <p>Death: when the process that holds it ends without unlocking, in whatever way, the next to lock it gets it, within
 * milliseconds where the kernel tells of the end (pidfd) and else a tenth of a second, and finds {@link #holderDied} true until
 * it calls {@link #markConsistent}; if it unlocks without, so does the next. A stopped process is not dead. Of a child that is a
 * thread of this JVM ({@code THREAD}) nothing ends when it is killed: it was interrupted, and what it holds stays held. Who dies waiting holds up nobody.
 *
 * <p>Blocking: {@link #lock}, {@link #lockInterruptibly}, {@code tryLock} with a time, {@code withLock}. A virtual thread parks.
 * No order among those who wait.
 *
 * <p>Order: what was done before {@link #unlock} is seen after the next {@code lock}, in any process.
 *
 * <p>Lifetime: as long as anybody can reach it; there is nothing to close.
 *
 * <p>Cost: one compare-and-set to lock and one to unlock; who waits sleeps after 10 µs and is woken by a system call.
 *
 * @apiNote Python: {@code multiprocessing.Lock}. Differs: a lock whose holder was killed does not stay locked for ever, and it
 *     can be sent.
 */
public final class SharedLock extends RobustLock {

    private static final long serialVersionUID = 1;

    SharedLock(SharedCell cell) {
        super(SyncKind.LOCK, cell);
    }

    /**
     * Makes a lock, which is free.
     *
     * @return a new lock
     * @throws java.io.UncheckedIOException if there is no memory for it
     */
    public static SharedLock create() {
        return new SharedLock(Handle.newCell(SyncKind.LOCK));
    }

    /**
     * Releases it, whoever holds it.
     *
     * @throws IllegalMonitorStateException if nobody does
     */
    @Override
    public void unlock() {
        if (!word().release()) {
            throw new IllegalMonitorStateException("cannot unlock: nobody holds the lock; " + this);
        }
    }

    @Override
    boolean isHeldByCaller() {
        return word().isHeldByThisProcess();
    }

    @Override
    boolean reenter() {
        return false;
    }

    /** Says who holds it: the process and its thread. */
    @Override
    public String toString() {
        return "SharedLock[" + holder() + "]";
    }
}
