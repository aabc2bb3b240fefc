package offspring.ring;

import java.util.function.BooleanSupplier;
import offspring.os.Machine;

/**
 * How long to look again and again before going to sleep: 5 to 50 µs. Waking a sleeper takes 20 µs; a spin that ends by
 * what it waited for saves that, one that does not wastes a processor. So each success makes the next one longer, each
 * failure halves it, and a sleep so short that a longer spin would have done instead says how long that is. With one
 * processor it never helps, since nothing can happen meanwhile.
 *
 * <p>Used by several threads at a time it may lose an update, which does no harm.
 */
public final class Spinning {

    private static final long SHORTEST_NANOS = 5_000;
    private static final long LONGEST_NANOS = 50_000;
    private static final long STEP_NANOS = 5_000;
    private static final long WAKE_NANOS = 20_000;
    /** The clock takes as long as several looks. */
    private static final int LOOKS_PER_CLOCK = 16;

    private static final boolean HELPS = Machine.processors() > 1;

    private volatile long budgetNanos = 4 * SHORTEST_NANOS;

    /** Looks until the condition holds or it is time to sleep. */
    public boolean until(BooleanSupplier ready, long nanos) {
        if (!HELPS) {
            return false;
        }
        long budget = Math.min(budgetNanos, nanos);
        long start = System.nanoTime();
        do {
            for (int i = 0; i < LOOKS_PER_CLOCK; i++) {
                if (ready.getAsBoolean()) {
                    budgetNanos = Math.min(budgetNanos + STEP_NANOS, LONGEST_NANOS);
                    return true;
                }
                Thread.onSpinWait();
            }
        } while (System.nanoTime() - start < budget);
        budgetNanos = Math.max(budgetNanos / 2, SHORTEST_NANOS);
        return false;
    }

    /**
     * A spin was in vain, the sleep after it was not.
     *
     * @param nanos how long both took, the wake-up included
     */
    public void slept(long nanos) {
        if (nanos <= LONGEST_NANOS + WAKE_NANOS) {
            budgetNanos = Math.clamp(nanos, SHORTEST_NANOS, LONGEST_NANOS);
        }
    }

    /** How long the next one looks. */
    long budgetNanos() {
        return budgetNanos;
    }
}
