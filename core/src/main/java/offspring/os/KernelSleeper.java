package offspring.os;

import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Waits for its words by one system call, and is called back by a word of its own. */
final class KernelSleeper extends WordSleeper {

    private final WaitVector vector = new WaitVector();

    /** Both are written under the lock, by the sleeper itself. */
    private int places;

    private int callsBack;

    @Override
    boolean hasRoom(boolean areNative) {
        return groups().size() < WaitVector.PLACES;
    }

    @Override
    void prepare() {
        List<WordGroup> groups = groups();
        places = groups.size();
        for (int i = 0; i < places; i++) {
            vector.set(i, groups.get(i).key().address(), groups.get(i).key().expected());
        }
        callsBack = vector.callsBack();
    }

    @Override
    int sleep() {
        int woken = vector.await(places, callsBack, Futex.SLICE_NANOS);
        if (woken == WaitVector.FAILED) {
            LockSupport.parkNanos(this, Futex.LONGEST_NAP_NANOS);
        }
        return woken;
    }

    /**
     * Race: it has gathered its groups and does not wait yet. The word that it waits for besides has changed then, so that
     * the kernel refuses.
     */
    @Override
    boolean hasNews() {
        vector.announceCallBack();
        return super.hasNews();
    }

    /** It is in its system call, or parked since it has no groups. */
    @Override
    void callBack() {
        vector.callBack();
        super.callBack();
    }
}
