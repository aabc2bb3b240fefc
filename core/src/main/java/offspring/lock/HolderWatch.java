package offspring.lock;

import java.util.function.LongConsumer;
import offspring.os.DeathWatch;

/**
 * A waiter's wish to hear of the end of one holder at a time. For one thread; what it runs comes from another.
 *
 * <p>What it runs changes the word that the waiter sleeps behind, and then wakes it: a wake-up alone might come before the
 * waiter sleeps.
 *
 * <p>Cost: a few system calls for each process that is watched, none to watch it again within a moment. So watch whom you have
 * waited for already, and not whoever holds a lock that goes from hand to hand.
 */
public final class HolderWatch implements AutoCloseable {

    private final LongConsumer onEnd;
    private long holder;
    private DeathWatch.Registration registration;

    /** Watches nobody yet; what it will run gets the holder without flags. */
    public HolderWatch(LongConsumer onEnd) {
        this.onEnd = onEnd;
    }

    /**
     * From now on the holder that is recorded in this word is watched, and nobody else.
     *
     * @return false if its end will not be heard, so that one has to look at times
     */
    public boolean watch(long word) {
        long now = Holder.of(word);
        if (now == 0 || now == Holder.SELF) {
            close();
            return true;
        }
        if (now != holder || !registration.isActive()) {
            close();
            holder = now;
            registration = DeathWatch.onEnd(Holder.pid(now), Holder.startTicks(now), () -> onEnd.accept(now));
        }
        return registration.isActive();
    }

    /** Watches nobody any more. */
    @Override
    public void close() {
        if (holder != 0) {
            registration.close();
            holder = 0;
        }
    }
}
