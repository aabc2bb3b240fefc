package offspring.os;

import java.util.Optional;

/**
 * A process that is recorded as holding something: pid and start time, so that a later process with the same pid is
 * not taken for it.
 *
 * <p>Shape: packed into one {@code long}, so that one compare-and-set records it: 22 bits of pid (the largest that
 * Linux gives, 4,194,304) above 42 bits of start time. 0 is nobody.
 *
 * @param pid its process id
 * @param startTicks its start time as {@link ProcStat} has it, the lower 42 bits
 */
public record Owner(long pid, long startTicks) {

    private static final int START_BITS = 42;
    private static final long START_MASK = (1L << START_BITS) - 1;

    public Owner {
        startTicks &= START_MASK;
    }

    /** This process. */
    public static Owner self() {
        return Self.OWNER;
    }

    /** A living process, as it is now. */
    public static Owner of(ProcStat stat) {
        return new Owner(stat.pid(), stat.startTicks());
    }

    /** The owner that was packed. */
    public static Owner unpack(long packed) {
        return new Owner(packed >>> START_BITS, packed);
    }

    /** The owner in one word, never 0. */
    public long pack() {
        return pid << START_BITS | startTicks;
    }

    /** Whether the process has ended: it is gone, a zombie, or its pid is another's by now. */
    public boolean isDead() {
        Optional<ProcStat> now = ProcStat.of(pid);
        return now.isEmpty() || now.get().hasEnded() || (now.get().startTicks() & START_MASK) != startTicks;
    }

    private static final class Self {
        static final Owner OWNER = of(ProcStat.self());
    }
}
