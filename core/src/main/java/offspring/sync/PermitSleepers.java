package offspring.sync;

import static offspring.sync.SemaphoreLayout.SIGNAL;

import offspring.region.SharedCell;

/**
 * Those who sleep until a semaphore has permits.
 *
 * <p>Race: permits come after somebody has looked and before he sleeps. He has announced himself before he looked, so
 * whoever brings them changes the signal behind which he is about to sleep.
 *
 * <p>Race: of several who sleep one was woken, and the flag is gone. Who wakes announces himself again before he
 * looks, and wakes the next if he leaves permits behind.
 */
final class PermitSleepers {

    private final SharedCell cell;

    PermitSleepers(SharedCell cell) {
        this.cell = cell;
    }

    /** Says that somebody is about to sleep; the signal to sleep behind. */
    int announce(boolean wantsMany) {
        while (true) {
            int seen = cell.getInt(SIGNAL);
            int announced = SemaphoreLayout.withSleeper(seen, wantsMany);
            if (seen == announced || cell.compareAndSetInt(SIGNAL, seen, announced)) {
                return announced;
            }
        }
    }

    void sleep(int announced, long nanos) throws InterruptedException {
        cell.await(SIGNAL, announced, nanos);
    }

    /** Wakes as many as there are permits for. */
    void wake(int permits) {
        int seen = cell.getInt(SIGNAL);
        while (permits > 0 && SemaphoreLayout.hasSleepers(seen)) {
            if (cell.compareAndSetInt(SIGNAL, seen, SemaphoreLayout.woken(seen))) {
                cell.wake(SIGNAL, SemaphoreLayout.wantsMany(seen) ? Integer.MAX_VALUE : permits);
                return;
            }
            seen = cell.getInt(SIGNAL);
        }
    }
}
