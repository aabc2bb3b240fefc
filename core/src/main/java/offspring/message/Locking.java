package offspring.message;

import offspring.lock.LockWord;

/** Locks that are held while messages are copied, so that hardly anybody needs to interrupt the wait. */
final class Locking {

    private Locking() {}

    /** Waits until it is held; an interrupt meanwhile is remembered in the thread's flag. */
    static void lock(LockWord lock) {
        if (!lock.tryFresh()) {
            lockLater(lock);
        }
    }

    /** Waits so long at most, and not if interrupted. */
    static boolean tryLock(LockWord lock, long nanos) {
        try {
            return lock.tryFresh() || lock.acquire(nanos);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
            return lock.tryAcquire();
        }
    }

    private static void lockLater(LockWord lock) {
        boolean interrupted = false;
        while (true) {
            try {
                lock.acquire(Long.MAX_VALUE);
                break;
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
