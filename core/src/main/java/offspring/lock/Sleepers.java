package offspring.lock;

import offspring.region.SharedCell;

/**
 * Those who sleep until a shared object has something for them, here called permits.
 *
 * <p>Race: permits come after somebody has looked and before he sleeps. He has announced himself before he looked, so
 * whoever brings them changes the signal behind which he is about to sleep.
 *
 * <p>Race: of several who sleep one was woken, and the flag is gone. Who wakes announces himself again before he
 * looks, and wakes the next if he leaves permits behind.
 */
public final class Sleepers {

    private final SharedCell cell;
    /** Where the word is that they sleep behind. */
    private final int signalAt;

    /** Those who sleep behind one word of a cell, see {@link SignalLayout}. */
    public Sleepers(SharedCell cell, int signalAt) {
        this.cell = cell;
        this.signalAt = signalAt;
    }

    /** Says that somebody is about to sleep; the signal to sleep behind. */
    public int announce(boolean wantsMany) {
        while (true) {
            int seen = cell.getInt(signalAt);
            int announced = SignalLayout.withSleeper(seen, wantsMany);
            if (seen == announced || cell.compareAndSetInt(signalAt, seen, announced)) {
                return announced;
            }
        }
    }

    /** Sleeps until woken, or for no reason. */
    public void sleep(int announced, long nanos) throws InterruptedException {
        cell.await(signalAt, announced, nanos);
    }

    /** Whether somebody sleeps, or did. */
    public boolean any() {
        return SignalLayout.hasSleepers(cell.getInt(signalAt));
    }

    /** Wakes as many as there are permits for. */
    public void wake(int permits) {
        int seen = cell.getInt(signalAt);
        while (permits > 0 && SignalLayout.hasSleepers(seen)) {
            if (cell.compareAndSetInt(signalAt, seen, SignalLayout.woken(seen))) {
                cell.wake(signalAt, SignalLayout.wantsMany(seen) ? Integer.MAX_VALUE : permits);
                return;
            }
            seen = cell.getInt(signalAt);
        }
    }
}
