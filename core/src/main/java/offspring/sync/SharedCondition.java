package offspring.sync;

import java.time.Duration;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;
import offspring.handle.Handle;
import offspring.lock.CellWords;
import offspring.os.Futex;
import offspring.os.Machine;
import offspring.region.SharedCell;

/**
 * A condition of a shared lock: who holds the lock waits until somebody else, who holds it then, says that something
 * has changed.
 *
 * <p>Shape: a few words of the family's shared memory, and two for each thread that waits.
 *
 * <p>Processes: captured by a task, passed or sent, it is the same condition in every process of the program, and its
 * lock goes with it. Some 65,000 threads may wait at a time.
 *
 * <p>Death: who dies waiting does not use up a signal, and holds up nobody. Who dies after he was signalled and
 * before his wait has returned hands the signal on to the next of those who waited when it was given, a tenth of a
 * second later at most; there is none: it is over. A process that dies with the lock: see there.
 *
 * <p>Blocking: {@code await} and {@code waitFor}, which release the lock meanwhile, however often the caller has
 * locked it, and hold it again when they return or throw. There are no spurious wake-ups, unless a second process dies, with
 * the lock, while it hands on a dead one's signal: that may go to two. A virtual thread parks. Who waits first is
 * signalled first.
 *
 * <p>Order: what was done before {@code signal} is seen after the wait that it ended.
 *
 * <p>Errors: without the lock, each of the methods throws {@link IllegalMonitorStateException} at once. To hold a
 * {@link SharedLock}, which belongs to nobody, means that it is locked by this process.
 *
 * <p>Lifetime: as long as anybody can reach it; there is nothing to close.
 *
 * <p>Cost: who waits sleeps after 10 µs; a signal is a system call for each that it wakes.
 *
 * @apiNote Python: {@code multiprocessing.Condition}; {@code notify} is {@link #signal}, {@code wait_for} {@link
 *     #waitFor}. Differs: a waiter that was killed does not block who signals; it can be sent.
 */
public final class SharedCondition extends SharedObject implements Condition {

    private static final long serialVersionUID = 1;

    private static final long SLICE_NANOS = Futex.sliceNanos();
    private static final long SPIN_NANOS = Machine.processors() > 1 ? 10_000 : 0;

    private final transient RobustLock lock;
    private final transient ConditionQueue queue;

    SharedCondition(SharedCell cell, RobustLock lock) {
        super(SyncKind.CONDITION, cell);
        this.lock = lock;
        this.queue = new ConditionQueue(new CellWords(cell));
    }

    /**
     * Makes a condition with a reentrant lock of its own.
     *
     * @return a new condition
     * @throws java.io.UncheckedIOException if there is no memory for it
     */
    public static SharedCondition create() {
        return of(SharedReentrantLock.create());
    }

    static SharedCondition of(RobustLock lock) {
        return new SharedCondition(Handle.newCell(SyncKind.CONDITION), lock);
    }

    @Override
    Object companion() {
        return lock;
    }

    @Override
    SharedObject with(Object companion) {
        return new SharedCondition(cell(), (RobustLock) companion);
    }

    /**
     * Its lock.
     *
     * @return a {@link SharedReentrantLock} or {@link SharedLock}
     */
    public Lock lock() {
        return lock;
    }

    /**
     * Waits for a signal.
     *
     * @throws IllegalMonitorStateException if the caller does not hold the lock
     * @throws InterruptedException if the thread is interrupted before or meanwhile, and was not signalled
     */
    @Override
    public void await() throws InterruptedException {
        await(Long.MAX_VALUE);
    }

    /**
     * Waits for a signal or until the time is over.
     *
     * @param timeout how long at most; zero or negative means to let others have the lock once
     * @return whether it was signalled, false after the timeout
     * @throws IllegalMonitorStateException if the caller does not hold the lock
     * @throws InterruptedException if the thread is interrupted before or meanwhile, and was not signalled
     */
    public boolean await(Duration timeout) throws InterruptedException {
        return await(AnyWait.nanos(timeout));
    }

    /**
     * Waits for a signal or until the time is over.
     *
     * @param time how long at most; zero or negative means to let others have the lock once
     * @param unit of the time
     * @return whether it was signalled, false after the timeout
     * @throws IllegalMonitorStateException if the caller does not hold the lock
     * @throws InterruptedException if the thread is interrupted before or meanwhile, and was not signalled
     */
    @Override
    public boolean await(long time, TimeUnit unit) throws InterruptedException {
        return await(unit.toNanos(time));
    }

    /**
     * Waits for a signal or until the time is over.
     *
     * @param nanosTimeout how long at most, in nanoseconds; zero or negative means to let others have the lock once
     * @return how much of the time is left; zero or less if it is over
     * @throws IllegalMonitorStateException if the caller does not hold the lock
     * @throws InterruptedException if the thread is interrupted before or meanwhile, and was not signalled
     */
    @Override
    public long awaitNanos(long nanosTimeout) throws InterruptedException {
        long start = System.nanoTime();
        boolean signalled = await(nanosTimeout);
        long left = nanosTimeout - (System.nanoTime() - start);
        return signalled ? left : Math.min(left, 0);
    }

    /**
     * Waits for a signal or until a moment has come.
     *
     * @param deadline the moment, by the clock as it goes now
     * @return whether it was signalled, false after the deadline
     * @throws IllegalMonitorStateException if the caller does not hold the lock
     * @throws InterruptedException if the thread is interrupted before or meanwhile, and was not signalled
     */
    @Override
    public boolean awaitUntil(Date deadline) throws InterruptedException {
        return await(deadline.getTime() - System.currentTimeMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Waits for a signal, interrupts or not; an interrupt meanwhile is remembered in the thread's flag.
     *
     * @throws IllegalMonitorStateException if the caller does not hold the lock
     */
    @Override
    public void awaitUninterruptibly() {
        requireLock("wait");
        boolean interrupted = Thread.interrupted();
        Wait wait = new Wait();
        while (!wait.sleep(Long.MAX_VALUE)) {
            interrupted = true;
        }
        wait.end();
        if (interrupted || wait.wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Waits until something is the case. It is looked at now, and after each signal, while the lock is held.
     *
     * @param predicate says whether it is the case
     * @throws IllegalMonitorStateException if the caller does not hold the lock
     * @throws InterruptedException if the thread is interrupted before or meanwhile, and was not signalled
     */
    public void waitFor(BooleanSupplier predicate) throws InterruptedException {
        waitFor(predicate, Long.MAX_VALUE);
    }

    /**
     * Waits until something is the case or the time is over. It is looked at now, after each signal, and at the end.
     *
     * @param predicate says whether it is the case
     * @param timeout how long at most; zero or negative means to look once
     * @return what the predicate said last
     * @throws IllegalMonitorStateException if the caller does not hold the lock
     * @throws InterruptedException if the thread is interrupted before or meanwhile, and was not signalled
     */
    public boolean waitFor(BooleanSupplier predicate, Duration timeout) throws InterruptedException {
        return waitFor(predicate, AnyWait.nanos(timeout));
    }

    private boolean waitFor(BooleanSupplier predicate, long nanos) throws InterruptedException {
        requireLock("wait");
        long start = System.nanoTime();
        boolean holds = predicate.getAsBoolean();
        for (long left = nanos; !holds && left > 0; left = nanos - (System.nanoTime() - start)) {
            await(left);
            holds = predicate.getAsBoolean();
        }
        return holds;
    }

    /**
     * Has the one who has waited longest go on, as soon as it gets the lock. Nobody waits: nothing happens.
     *
     * @throws IllegalMonitorStateException if the caller does not hold the lock
     */
    @Override
    public void signal() {
        signal(1);
    }

    /**
     * Has so many go on, those who have waited longest.
     *
     * @param count how many; fewer wait: all of them
     * @throws IllegalArgumentException if that is below 0
     * @throws IllegalMonitorStateException if the caller does not hold the lock
     */
    public void signal(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("cannot signal fewer than 0 that wait; count=" + count);
        }
        requireLock("signal");
        queue.signal(count);
    }

    /**
     * Has all go on that wait now.
     *
     * @throws IllegalMonitorStateException if the caller does not hold the lock
     */
    @Override
    public void signalAll() {
        signal(Integer.MAX_VALUE);
    }

    private void requireLock(String what) {
        if (!lock.isHeldByCaller()) {
            throw new IllegalMonitorStateException(
                    "cannot " + what + ": the caller does not hold the condition's lock; " + lock);
        }
    }

    private boolean await(long nanos) throws InterruptedException {
        requireLock("wait");
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Wait wait = new Wait();
        boolean interrupted = !wait.sleep(nanos);
        boolean signalled = wait.end();
        if (interrupted && !signalled) {
            throw new InterruptedException();
        }
        if (interrupted || wait.wasInterrupted) {
            Thread.currentThread().interrupt();
        }
        return signalled;
    }

    /** One thread's wait: from its registration until it has the lock again. */
    private final class Wait {

        private final int index = queue.register();
        private final int holds = lock.unlockWholly();
        private boolean wasInterrupted;

        /** False if it was interrupted; then it may sleep on. */
        private boolean sleep(long nanos) {
            long start = System.nanoTime();
            spin(start, Math.min(nanos, SPIN_NANOS));
            while (queue.isWaiting(index)) {
                long begin = System.nanoTime();
                long left = nanos - (begin - start);
                if (left <= 0) {
                    break;
                }
                long slice = Math.min(left, SLICE_NANOS);
                try {
                    queue.sleep(index, slice);
                } catch (InterruptedException interrupted) {
                    return false;
                }
                if (System.nanoTime() - begin >= slice) {
                    handOn();
                }
            }
            return true;
        }

        private void spin(long start, long budget) {
            while (System.nanoTime() - start < budget && queue.isWaiting(index)) {
                Thread.onSpinWait();
            }
        }

        private void handOn() {
            if (queue.hasLostSignal()) {
                wasInterrupted |= lock.lockAgain(0);
                queue.handOn();
                lock.unlockWholly();
            }
        }

        /** Whether it was signalled, be it on the way to the lock. */
        private boolean end() {
            wasInterrupted |= lock.lockAgain(holds);
            return queue.leave(index);
        }
    }

    /** Says who holds its lock. */
    @Override
    public String toString() {
        return "SharedCondition[" + lock + "]";
    }
}
