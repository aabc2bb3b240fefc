package offspring.pool;

import java.util.function.BooleanSupplier;

/**
 * A short spin of a thread that waits for a result, as long as spinning pays.
 *
 * <p>A wake-up across processors takes some 20 microseconds; whoever sends one task after the other comes
 * back sooner. When spinning was in vain a few times it is left out, and tried again now and then.
 */
final class IdleSpin {

    private static final long SPIN_NANOS = 40_000;
    private static final int MAX_CREDIT = 8;
    private static final int RETRY_EVERY = 16;
    private static final boolean POINTLESS = Runtime.getRuntime().availableProcessors() == 1;

    private int credit = MAX_CREDIT;
    private int skipped;

    /** Spins until the condition holds or spinning no longer pays; tells whether it holds. */
    boolean until(BooleanSupplier condition) {
        if (POINTLESS || credit == 0 && ++skipped % RETRY_EVERY != 0) {
            return condition.getAsBoolean();
        }
        long start = System.nanoTime();
        do {
            for (int i = 0; i < 50; i++) {
                if (condition.getAsBoolean()) {
                    credit = MAX_CREDIT;
                    return true;
                }
                Thread.onSpinWait();
            }
        } while (System.nanoTime() - start < SPIN_NANOS);
        credit = Math.max(0, credit - 1);
        return false;
    }
}
