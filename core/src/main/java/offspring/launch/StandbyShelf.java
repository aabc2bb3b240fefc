package offspring.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import offspring.ProcessStartException;
import offspring.os.ProcStat;

/**
 * JVMs booted ahead of need, each waiting for one job.
 *
 * <p>There are none before a first child was asked for. Afterwards one thread sees to it, in the
 * background, that there are up to two for the command line that was used last, as soon as nothing was started for a
 * moment, and keeps one of those for others; fewer where there is little memory or one processor.
 */
public final class StandbyShelf {

    private static final System.Logger LOG = System.getLogger("offspring.launch");
    private static final LinkedBlockingQueue<Wish> WANTED = new LinkedBlockingQueue<>();

    /** Spares are booted when nothing was started for so long: until then the processors are for those who were. */
    private static final long QUIET_MILLIS = 250;

    /** How many spares may stay that are for a command line other than the last. */
    private static final int OTHERS = 1;

    /** A program that never is quiet gets its spares after so long. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** The one longest on the shelf first. Guarded by itself. */
    private static final List<JvmProcess> SPARES = new ArrayList<>();

    private static boolean closed;

    /** Counts the times the shelf was cleared: what was wished for before is not put on it. */
    private static int cleared;

    private static Thread keeper;

    /** Spares that are wanted; those that were wished for before the shelf was cleared the last time are not any more. */
    private record Wish(CommandLine line, int cleared) {}

    private StandbyShelf() {}

    /** A JVM that was booted by this command line, null if there is none. */
    static JvmProcess take(CommandLine line) {
        synchronized (SPARES) {
            for (JvmProcess spare : SPARES) {
                if (spare.line().equals(line) && spare.isAlive() && runs(spare.pid())) {
                    SPARES.remove(spare);
                    return spare;
                }
            }
            return null;
        }
    }

    /** Whether the system says so: our own notice of an end comes a little later. */
    private static boolean runs(long pid) {
        ProcStat found = ProcStat.of(pid).orElse(null);
        return found != null && !found.isDead();
    }

    /** Asks for spares for this command line; returns at once. */
    static void refill(CommandLine line) {
        synchronized (SPARES) {
            if (closed) {
                return;
            }
            if (keeper == null) {
                keeper = Thread.ofPlatform().daemon().name("offspring-standby").start(StandbyShelf::serve);
            }
            WANTED.add(new Wish(line, cleared));
        }
    }

    /** Ends all spares; there will be no others. */
    static void close() {
        synchronized (SPARES) {
            closed = true;
        }
        clear();
    }

    /** Ends all spares; the next start of a child asks for others. */
    public static void clear() {
        List<JvmProcess> dismissed;
        synchronized (SPARES) {
            WANTED.clear();
            cleared++;
            dismissed = List.copyOf(SPARES);
            SPARES.clear();
        }
        dismissed.forEach(JvmProcess::dismiss);
    }

    private static void serve() {
        while (true) {
            try {
                Wish wish = awaitQuiet(WANTED.take());
                while (boot(wish)) {
                    WANTED.removeIf(wish::equals);
                }
            } catch (InterruptedException nobodysBusiness) {
                Thread.interrupted();
            } catch (ProcessStartException notNow) {
                // Only a reserve: whoever starts a child next is told why that does not work.
                LOG.log(System.Logger.Level.DEBUG, "no spare", notNow);
            }
        }
    }

    /** The wish that was made last. */
    private static Wish awaitQuiet(Wish first) throws InterruptedException {
        long begin = System.nanoTime();
        Wish last = first;
        Wish next = first;
        while (next != null && System.nanoTime() - begin < PATIENCE_NANOS) {
            last = next;
            next = WANTED.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS);
        }
        return next == null ? last : next;
    }

    /** Boots a spare if one more is wanted. */
    private static boolean boot(Wish wish) {
        CommandLine line = wish.line();
        int limit = SpareLimit.get();
        synchronized (SPARES) {
            long alike = SPARES.stream().filter(spare -> spare.line().equals(line)).count();
            if (closed || wish.cleared() != cleared || alike >= limit) {
                return false;
            }
        }
        JvmProcess spare = JvmProcess.boot(line);
        spare.send(spare.setup(true).toFrame());
        put(spare, wish, limit);
        spare.ended().thenRun(() -> remove(spare));
        return true;
    }

    private static void put(JvmProcess spare, Wish wish, int limit) {
        List<JvmProcess> dismissed = new ArrayList<>();
        synchronized (SPARES) {
            if (closed || wish.cleared() != cleared) {
                dismissed.add(spare);
            } else {
                SPARES.add(spare);
            }
            while (SPARES.size() > limit + OTHERS) {
                dismissed.add(SPARES.removeFirst());
            }
        }
        dismissed.forEach(JvmProcess::dismiss);
    }

    private static void remove(JvmProcess spare) {
        synchronized (SPARES) {
            SPARES.remove(spare);
        }
    }
}
