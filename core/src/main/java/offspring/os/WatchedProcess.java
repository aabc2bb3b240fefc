package offspring.os;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A process of which somebody wants to hear that it has ended, or did a moment ago. Guarded by the lock of {@link DeathWatch}. */
final class WatchedProcess {

    private final Owner process;
    private final Pidfd pidfd;
    private final Set<DeathWatch.Watch> watches = new HashSet<>();
    private long idleSince = System.nanoTime();

    WatchedProcess(Owner process, Pidfd pidfd) {
        this.process = process;
        this.pidfd = pidfd;
    }

    Owner process() {
        return process;
    }

    int descriptor() {
        return pidfd.descriptor();
    }

    void add(DeathWatch.Watch watch) {
        watches.add(watch);
    }

    /** False if it has been told or closed before. */
    boolean remove(DeathWatch.Watch watch) {
        boolean was = watches.remove(watch);
        if (was && watches.isEmpty()) {
            idleSince = System.nanoTime();
        }
        return was;
    }

    /** Whether nobody has wanted to hear of it for as long as this. */
    boolean isIdle(long nanos) {
        return watches.isEmpty() && System.nanoTime() - idleSince >= nanos;
    }

    /** Closes it; returns who wanted to hear of it. */
    List<DeathWatch.Watch> close() {
        pidfd.close();
        List<DeathWatch.Watch> told = List.copyOf(watches);
        watches.clear();
        return told;
    }
}
