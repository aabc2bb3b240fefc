package offspring.ipc;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import offspring.lock.Holder;
import offspring.os.Owner;
import offspring.region.FamilyHeap;
import offspring.region.Obituaries.Obituary;

/**
 * What is known of the ends of processes of the family.
 *
 * <p>Race: somebody sees that a process is dead before it is known how, since who started it hears of it at about the same time
 * and tells then. Nobody sleeps for that here: who asks in vain asks again, until there was time enough.
 */
final class Deaths {

    /** When to ask again. */
    static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** Nobody will tell any more: whoever started it is dead, too, or too many have died since. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

    /** When it was first asked for those of whom nothing is known yet. */
    private final Map<Long, Long> missedSince = new HashMap<>();

    /**
     * How a dead process ended.
     *
     * @param owner the process, see {@link Holder}
     * @return empty as long as it may still be heard
     */
    synchronized Optional<Death> of(long owner) {
        long process = Holder.of(owner);
        Optional<Obituary> told = told(process);
        long now = System.nanoTime();
        Long since = missedSince.putIfAbsent(process, now);
        if (told.isEmpty() && (since == null || now - since <= PATIENCE_NANOS)) {
            return Optional.empty();
        }
        missedSince.remove(process);
        return Optional.of(new Death(Holder.pid(process), told));
    }

    /** Nobody will ask for it again. */
    synchronized void forget(long owner) {
        missedSince.remove(Holder.of(owner));
    }

    /** How it ended, if somebody has told already. */
    static Optional<Obituary> told(long owner) {
        try {
            return FamilyHeap.current().obituaries().find(new Owner(Holder.pid(owner), Holder.startTicks(owner)));
        } catch (IOException noHeap) {
            return Optional.empty();
        }
    }
}
