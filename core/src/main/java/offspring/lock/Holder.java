package offspring.lock;

import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import offspring.os.ProcStat;

/**
 * The process that is recorded in a lock word: its pid and start time, so that a later process with the same pid is not taken
 * for it.
 *
 * <p>Shape: the upper 58 bits of a {@code long}: 36 of start time, which is 21 years of the kernel's clock ticks, and 22 of pid
 * (the largest that Linux gives is 4,194,303). 0 is nobody. The pid is in the lower half of the word, so that the halves of two
 * that live at the same time differ.
 */
public final class Holder {

    private static final int PID_BITS = 22;
    private static final long PID_MASK = (1L << PID_BITS) - 1;

    /** This process. */
    public static final long SELF = pack(ProcStat.self());

    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /** Processes that were seen alive, and when, each in a place that depends on it. Any thread may read and write them. */
    private static final Seen[] SEEN = new Seen[16];

    private record Seen(long holder, long atNanos) {}

    private Holder() {}

    /** The holder without the flags of the word. */
    public static long of(long word) {
        return word & -(1L << LockWordLayout.FLAG_BITS);
    }

    public static long pid(long word) {
        return word >>> LockWordLayout.FLAG_BITS & PID_MASK;
    }

    public static long startTicks(long word) {
        return word >>> PID_BITS + LockWordLayout.FLAG_BITS;
    }

    /** Whether the process runs no more. A stopped one does, and so does one that cannot be looked at. */
    public static boolean isDead(long word) {
        if (of(word) == SELF) {
            return false;
        }
        try {
            Optional<ProcStat> now = ProcStat.of(pid(word));
            return now.isEmpty() || now.get().hasEnded() || pack(now.get()) != of(word);
        } catch (UncheckedIOException notKnown) {
            return false;
        }
    }

    /**
     * As {@link #isDead}, but one that was seen alive within the last milliseconds counts as alive. For whom it does no harm to
     * find out later, and who would ask very often.
     */
    public static boolean seemsDead(long word) {
        int place = (int) pid(word) & SEEN.length - 1;
        Seen seen = SEEN[place];
        long now = System.nanoTime();
        if (seen != null && seen.holder() == of(word) && now - seen.atNanos() < FRESH_NANOS) {
            return false;
        }
        boolean dead = isDead(word);
        if (!dead) {
            SEEN[place] = new Seen(of(word), now);
        }
        return dead;
    }

    private static long pack(ProcStat stat) {
        return (stat.startTicks() << PID_BITS | stat.pid()) << LockWordLayout.FLAG_BITS;
    }
}
