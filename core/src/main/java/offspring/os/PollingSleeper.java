package offspring.os;

import java.util.concurrent.locks.LockSupport;

/**
 * Looks at all words now and then, where the kernel cannot wait for several, or we cannot ask it yet. Once we can, all its
 * threads move to a {@link KernelSleeper}.
 */
final class PollingSleeper extends WordSleeper {

    private final long startNanos = System.nanoTime();
    /** Guarded, the next one's length. */
    private long nextNap = Futex.FIRST_NAP_NANOS;

    private long nap;

    @Override
    boolean hasRoom(boolean areNative) {
        return !areNative;
    }

    @Override
    boolean hasNews() {
        nextNap = Futex.FIRST_NAP_NANOS;
        return super.hasNews();
    }

    @Override
    void prepare() {
        nap = nextNap;
        nextNap = Math.min(nap * 2, Futex.LONGEST_NAP_NANOS);
    }

    @Override
    int sleep() {
        if (System.nanoTime() - startNanos > Futex.WARM_UP_AFTER_NANOS) {
            Features.warmUp();
        }
        LockSupport.parkNanos(this, nap);
        if (WordWaits.areNative()) {
            wakeAll();
        }
        return WaitVector.NONE;
    }
}
