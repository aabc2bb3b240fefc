package offspring.sync;

import static offspring.sync.SemaphoreLayout.BOUND;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import offspring.handle.Handle;
import offspring.lock.CellWords;
import offspring.lock.OwnerTable;
import offspring.lock.Words;
import offspring.region.SharedCell;

/**
 * A number of permits that processes, and their threads, take and give back. Who wants one when there is none waits.
 *
 * <p>Shape: two words of the family's shared memory, and four for each process that uses it.
 *
 * <p>Processes: captured by a task, passed or sent, it is the same semaphore in every process of the program. A
 * permit has no owner: any process and thread may release one, whoever acquired it. Some 30,000 processes may use one
 * at a time.
 *
 * <p>Death: a process's balance, the permits that it acquired less those that it released, never below zero, comes
 * back when it is killed, crashes (ends by an uncaught exception) or halts, a tenth of a second later at most if
 * somebody waits. It does not come back from a process that ends normally, be it by {@code System.exit} with any
 * code. Where acquiring means consuming, see {@link #createUnowned}. A stopped process is not dead. Who dies waiting
 * holds up nobody.
 *
 * <p>Blocking: {@code acquire}, {@code acquireUninterruptibly} and {@code tryAcquire} with a time. A virtual thread
 * parks. No order among those who wait; who wants many permits waits until there are as many at once.
 *
 * <p>Order: what was done before a release is seen after the acquire that it made possible, in any process.
 *
 * <p>Lifetime: as long as anybody can reach it; there is nothing to close.
 *
 * <p>Cost: one compare-and-set to acquire and one to release while the same process uses it, four more for each
 * change from one process to another; who waits sleeps after 10 µs and is woken by a system call.
 *
 * @apiNote Python: {@code multiprocessing.Semaphore} and {@code BoundedSemaphore}. Differs: the permits of a process
 *     that was killed come back, and it can be sent. The methods are those of {@link java.util.concurrent.Semaphore},
 *     without fairness and the queue.
 */
public final class SharedSemaphore extends SharedObject {

    private static final long serialVersionUID = 1;

    private static final Object[] ONE_OF_US = new Object[64];

    static {
        for (int i = 0; i < ONE_OF_US.length; i++) {
            ONE_OF_US[i] = new Object();
        }
    }

    private final transient Permits permits;
    private final transient PermitWaits waits;

    SharedSemaphore(SyncKind kind, SharedCell cell) {
        super(kind, cell);
        this.permits = kind == SyncKind.SEMAPHORE ? owned(cell) : new UnownedPermits(cell);
        this.waits = new PermitWaits(cell, permits);
    }

    private static Permits owned(SharedCell cell) {
        Words words = new CellWords(cell);
        OwnerTable table = new OwnerTable(words, SemaphoreLayout.ENTRIES);
        Object oneOfUs = ONE_OF_US[(int) (cell.handle() * 31 >>> 1) & ONE_OF_US.length - 1];
        return new OwnedPermits(words, table, cell.getInt(BOUND), oneOfUs, () -> Forfeits.note(cell));
    }

    /**
     * Makes a semaphore that may get more permits than it began with.
     *
     * @param permits how many there are at first
     * @return a new semaphore
     * @throws IllegalArgumentException if that is below 0
     * @throws java.io.UncheckedIOException if there is no memory for it
     */
    public static SharedSemaphore create(int permits) {
        return create(SyncKind.SEMAPHORE, permits, Integer.MAX_VALUE);
    }

    /**
     * Makes a semaphore that never has more permits than at first: a release too many is an error.
     *
     * @param permits how many there are at first, and at most
     * @return a new semaphore
     * @throws IllegalArgumentException if that is below 0
     * @throws java.io.UncheckedIOException if there is no memory for it
     */
    public static SharedSemaphore createBounded(int permits) {
        return create(SyncKind.SEMAPHORE, permits, permits);
    }

    /**
     * Makes a semaphore of which nothing comes back from the dead: for counting between processes, where to acquire a
     * permit is to consume it.
     *
     * @param permits how many there are at first
     * @return a new semaphore
     * @throws IllegalArgumentException if that is below 0
     * @throws java.io.UncheckedIOException if there is no memory for it
     */
    public static SharedSemaphore createUnowned(int permits) {
        return create(SyncKind.UNOWNED_SEMAPHORE, permits, Integer.MAX_VALUE);
    }

    private static SharedSemaphore create(SyncKind kind, int permits, int bound) {
        if (permits < 0) {
            throw new IllegalArgumentException(
                    "cannot make a semaphore: it cannot have fewer than 0 permits; permits=" + permits);
        }
        SharedCell cell = Handle.newCell(kind);
        cell.setInt(BOUND, bound);
        cell.setLongRelease(SemaphoreLayout.WORD, SemaphoreLayout.firstWord(permits));
        return new SharedSemaphore(kind, cell);
    }

    /**
     * Waits for a permit and takes it.
     *
     * @throws InterruptedException if the thread is interrupted before or meanwhile; nothing was taken
     */
    public void acquire() throws InterruptedException {
        acquire(1);
    }

    /**
     * Waits until there are so many permits at once, and takes them.
     *
     * @param permits how many; 0 takes nothing and does not wait
     * @throws IllegalArgumentException if that is below 0
     * @throws InterruptedException if the thread is interrupted before or meanwhile; nothing was taken
     */
    public void acquire(int permits) throws InterruptedException {
        waits.acquire(atLeastNone(permits), Long.MAX_VALUE);
    }

    /**
     * Waits for a permit and takes it, interrupts or not; an interrupt meanwhile is remembered in the thread's flag.
     */
    public void acquireUninterruptibly() {
        acquireUninterruptibly(1);
    }

    /**
     * Waits until there are so many permits at once, and takes them, interrupts or not; an interrupt meanwhile is
     * remembered in the thread's flag.
     *
     * @param permits how many; 0 takes nothing and does not wait
     * @throws IllegalArgumentException if that is below 0
     */
    public void acquireUninterruptibly(int permits) {
        boolean interrupted = false;
        while (true) {
            try {
                acquire(permits);
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
     * Takes a permit if there is one, be it one that a process had which died 2 ms ago, or earlier.
     *
     * @return whether it was taken
     */
    public boolean tryAcquire() {
        return tryAcquire(1);
    }

    /**
     * Takes so many permits if they are there, be it with those of processes that died 2 ms ago, or earlier.
     *
     * @param permits how many; 0 takes nothing
     * @return whether they were taken
     * @throws IllegalArgumentException if that is below 0
     */
    public boolean tryAcquire(int permits) {
        return waits.tryAcquire(atLeastNone(permits));
    }

    /**
     * Takes a permit, and waits for one for a time.
     *
     * @param timeout how long at most; zero or negative means to try once
     * @param unit of the time
     * @return whether it was taken
     * @throws InterruptedException if the thread is interrupted before or meanwhile; nothing was taken
     */
    public boolean tryAcquire(long timeout, TimeUnit unit) throws InterruptedException {
        return tryAcquire(1, timeout, unit);
    }

    /**
     * Takes so many permits, and waits for them for a time.
     *
     * @param permits how many; 0 takes nothing and does not wait
     * @param timeout how long at most; zero or negative means to try once
     * @param unit of the time
     * @return whether they were taken
     * @throws IllegalArgumentException if the number is below 0
     * @throws InterruptedException if the thread is interrupted before or meanwhile; nothing was taken
     */
    public boolean tryAcquire(int permits, long timeout, TimeUnit unit) throws InterruptedException {
        return waits.acquire(atLeastNone(permits), unit.toNanos(timeout));
    }

    /**
     * Takes a permit, and waits for one for a time.
     *
     * @param timeout how long at most; zero or negative means to try once
     * @return whether it was taken
     * @throws InterruptedException if the thread is interrupted before or meanwhile; nothing was taken
     */
    public boolean tryAcquire(Duration timeout) throws InterruptedException {
        return tryAcquire(1, timeout);
    }

    /**
     * Takes so many permits, and waits for them for a time.
     *
     * @param permits how many; 0 takes nothing and does not wait
     * @param timeout how long at most; zero or negative means to try once
     * @return whether they were taken
     * @throws IllegalArgumentException if the number is below 0
     * @throws InterruptedException if the thread is interrupted before or meanwhile; nothing was taken
     */
    public boolean tryAcquire(int permits, Duration timeout) throws InterruptedException {
        return waits.acquire(atLeastNone(permits), AnyWait.nanos(timeout));
    }

    /**
     * Adds a permit.
     *
     * @throws IllegalStateException if there would be more than the bound, or than 2,147,483,647; then there are not
     *     more
     */
    public void release() {
        release(1);
    }

    /**
     * Adds permits.
     *
     * @param permits how many
     * @throws IllegalArgumentException if that is below 0
     * @throws IllegalStateException if there would be more than the bound, or than 2,147,483,647; then there are not
     *     more
     */
    public void release(int permits) {
        if (atLeastNone(permits) == 0) {
            return;
        }
        if (!this.permits.change(permits)) {
            throw new IllegalStateException(
                    "cannot release: there would be too many permits; released=" + permits + " " + describe(bound()));
        }
        waits.wake(permits);
    }

    /**
     * How many permits there are at this moment. Those that dead processes still have are not among them.
     *
     * @return 0 or more
     */
    public int availablePermits() {
        return permits.available();
    }

    /**
     * Takes all permits that there are.
     *
     * @return how many
     */
    public int drainPermits() {
        int drained = 0;
        for (int there = permits.available(); there > 0; there = permits.available()) {
            if (permits.change(-there)) {
                drained += there;
            }
        }
        return drained;
    }

    private static int atLeastNone(int permits) {
        if (permits < 0) {
            throw new IllegalArgumentException("cannot take or give fewer than 0 permits; permits=" + permits);
        }
        return permits;
    }

    private int bound() {
        return cell().getInt(BOUND);
    }

    private String describe(int bound) {
        return "permits=" + availablePermits() + (bound == Integer.MAX_VALUE ? "" : " bound=" + bound);
    }

    /** Says how many permits there are, and how many there may be. */
    @Override
    public String toString() {
        return "SharedSemaphore[" + describe(bound()) + "]";
    }
}
