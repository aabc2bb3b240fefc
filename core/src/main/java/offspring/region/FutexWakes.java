package offspring.region;

import offspring.os.Features;
import offspring.os.Futex;

/** Wake-ups, of which those that come before this process's linker is warm are made later. */
public final class FutexWakes {

    private FutexWakes() {}

    /** Who waits looks for himself every 100 ms, so a wake-up that is late, or never comes, delays and no more. */
    public static void wake(SharedBytes memory, int at, int count) {
        if (Futex.wakesAreImmediate()) {
            Futex.wake(memory.buffer(), at, count);
        } else if (Features.canWarmUp()) {
            Features.warmUpSoon();
            Features.whenWarm(() -> Futex.wake(memory.buffer(), at, count));
        }
    }
}
