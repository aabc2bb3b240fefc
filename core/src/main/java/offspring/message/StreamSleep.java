package offspring.message;

import java.util.function.BooleanSupplier;
import offspring.lock.Sleepers;
import offspring.os.Futex;
import offspring.ring.Spinning;

/** Sleeping until a stream has a message, or room; of several who sleep one is woken for each. */
final class StreamSleep {

    private static final long SLICE_NANOS = Futex.sliceNanos();
    /** For those of whom there are many. */
    private static final long LONG_SLICE_NANOS = 10 * SLICE_NANOS;

    private final Sleepers sleepers;
    private final Spinning spinning = new Spinning();

    StreamSleep(Sleepers sleepers) {
        this.sleepers = sleepers;
    }

    /** One thing more is there for those who sleep. */
    void wake() {
        sleepers.wake(1);
    }

    /** Whether somebody sleeps, or did. */
    boolean any() {
        return sleepers.any();
    }

    void wakeAll() {
        sleepers.wake(Integer.MAX_VALUE);
    }

    /**
     * Waits until it is ready.
     *
     * @param nanos how long at most; 0 or less looks once
     * @param ready looks
     * @param idle run after each slice in which nothing happened
     */
    boolean await(long nanos, BooleanSupplier ready, Runnable idle) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return ready.getAsBoolean() || nanos > 0 && spinOrSleep(nanos, ready, idle);
    }

    private boolean spinOrSleep(long nanos, BooleanSupplier ready, Runnable idle) throws InterruptedException {
        long start = System.nanoTime();
        if (spinning.until(ready, nanos)) {
            return true;
        }
        boolean held = sleep(start, nanos, SLICE_NANOS, ready, idle);
        if (held) {
            spinning.slept(System.nanoTime() - start);
        }
        return held;
    }

    /** The same without end and without haste, for one of many that wait for one thread. */
    void watch(BooleanSupplier ready, Runnable idle) throws InterruptedException {
        sleep(System.nanoTime(), Long.MAX_VALUE, LONG_SLICE_NANOS, ready, idle);
    }

    private boolean sleep(long start, long nanos, long slice, BooleanSupplier ready, Runnable idle)
            throws InterruptedException {
        while (true) {
            int announced = sleepers.announce(false);
            if (ready.getAsBoolean()) {
                return true;
            }
            long left = nanos - (System.nanoTime() - start);
            if (left <= 0) {
                return false;
            }
            long slept = sleepBehind(announced, Math.min(left, slice));
            if (slept >= slice) {
                idle.run();
            }
        }
    }

    private long sleepBehind(int announced, long nanos) throws InterruptedException {
        long start = System.nanoTime();
        try {
            sleepers.sleep(announced, nanos);
        } catch (InterruptedException interrupted) {
            wake(); // the wake-up may have been ours
            throw interrupted;
        }
        return System.nanoTime() - start;
    }
}
