package offspring.sync;

import static offspring.sync.SemaphoreLayout.LOOKED;

import offspring.lock.Sleepers;
import offspring.lock.Step;
import offspring.os.Futex;
import offspring.os.Machine;
import offspring.region.SharedCell;

/** Waiting for permits. */
final class PermitWaits {

    private static final long SLICE_NANOS = Futex.sliceNanos();
    private static final long SPIN_NANOS = Machine.processors() > 1 ? 10_000 : 0;

    private final SharedCell cell;
    private final Permits permits;
    private final Sleepers sleepers;

    PermitWaits(SharedCell cell, Permits permits) {
        this.cell = cell;
        this.permits = permits;
        this.sleepers = new Sleepers(cell, SemaphoreLayout.SIGNAL);
    }

    boolean tryAcquire(int count) {
        return count == 0 || permits.change(-count) || recover() && permits.change(-count);
    }

    /**
     * Waits for permits.
     *
     * @param nanos how long at most; 0 or less tries once
     */
    boolean acquire(int count, long nanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (count == 0 || permits.change(-count)) {
            Step.PERMITS_TAKEN.reached();
            return true;
        }
        return nanos <= 0 ? tryAcquire(count) : spin(count, nanos) || tryAcquire(count) || sleep(count, nanos);
    }

    /** There are so many permits more. */
    void wake(int count) {
        Step.PERMITS_RELEASED.reached();
        sleepers.wake(count);
    }

    private boolean spin(int count, long nanos) {
        long start = System.nanoTime();
        long budget = Math.min(nanos, SPIN_NANOS);
        while (System.nanoTime() - start < budget) {
            if (permits.available() >= count && permits.change(-count)) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    private boolean sleep(int count, long nanos) throws InterruptedException {
        long start = System.nanoTime();
        while (true) {
            int announced = sleepers.announce(count > 1);
            Step.PERMITS_ANNOUNCED.reached();
            if (permits.change(-count)) {
                sleepers.wake(permits.available());
                return true;
            }
            long left = nanos - (System.nanoTime() - start);
            if (left <= 0) {
                return tryAcquire(count);
            }
            sleepBehind(announced, Math.min(left, SLICE_NANOS));
        }
    }

    /** Sleeps; if that took the whole slice, it is time to ask whether those who have permits still run. */
    private void sleepBehind(int announced, long sliceNanos) throws InterruptedException {
        long start = System.nanoTime();
        try {
            sleepers.sleep(announced, sliceNanos);
        } catch (InterruptedException interrupted) {
            sleepers.wake(permits.available()); // the wake-up may have been ours
            throw interrupted;
        }
        if (System.nanoTime() - start >= sliceNanos && isTimeToLook()) {
            recover();
        }
    }

    /** One of all who wait asks for everybody. */
    private boolean isTimeToLook() {
        long now = System.nanoTime();
        long looked = cell.getLong(LOOKED);
        return Math.abs(now - looked) >= SLICE_NANOS / 2 && cell.compareAndSetLong(LOOKED, looked, now);
    }

    private boolean recover() {
        boolean recovered = permits.recover();
        if (recovered) {
            sleepers.wake(permits.available());
        }
        return recovered;
    }
}
