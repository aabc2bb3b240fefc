package offspring.os;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * What the kernel says of a process: {@code /proc/PID/stat}, proc_pid_stat(5).
 *
 * <p>The start time tells a process from a later one that was given the same pid. Where there is no /proc,
 * {@link ProcessHandle} answers with what it knows.
 *
 * @param pid its process id
 * @param state R running, S sleeping, T stopped, t stopped under a debugger, Z zombie, X dead and so on; R where it is not known
 * @param parentPid the process that will reap it; 0 where it is not known
 * @param group its process group; 0 where it is not known
 * @param startTicks when it was started, in clock ticks since boot; milliseconds since 1970 where there is no /proc
 * @param threads how many threads it has, 1 for a zombie with no other; 1 where it is not known
 */
public record ProcStat(long pid, char state, long parentPid, long group, long startTicks, int threads) {

    /** The fields behind the program's name, which is in parentheses and may hold anything. */
    private static final int STATE = 0;

    private static final int PARENT = 1;
    private static final int GROUP = 2;
    private static final int THREADS = 17;
    private static final int START = 19;

    private static final boolean PROC = Files.exists(Path.of("/proc/self/stat"));

    /**
     * Looks at a process.
     *
     * @return empty when there is no such process
     * @throws UncheckedIOException if there is one but it cannot be read, as when descriptors have run out: not
     *     knowing must not be taken for death
     */
    public static Optional<ProcStat> of(long pid) {
        if (!PROC) {
            return ProcessHandle.of(pid).map(ProcStat::of);
        }
        try {
            return Optional.of(parse(pid, Machine.text("/proc/" + pid + "/stat")));
        } catch (FileNotFoundException absent) {
            if (Files.exists(Path.of("/proc/" + pid + "/stat"))) {
                throw new UncheckedIOException("cannot look at a process; pid=" + pid, absent);
            }
            return Optional.empty();
        } catch (IOException endedMeanwhile) {
            return Optional.empty();
        }
    }

    /** Looks at this process. */
    public static ProcStat self() {
        long pid = ProcessHandle.current().pid();
        Optional<ProcStat> self = of(pid);
        if (self.isEmpty()) {
            throw new IllegalStateException("cannot find this process in /proc; pid=" + pid);
        }
        return self.get();
    }

    /** Whether it runs no more: a zombie is dead, though nobody has asked how it ended. */
    public boolean isDead() {
        return state == 'Z' || state == 'X' || state == 'x';
    }

    /**
     * Whether none of its threads runs any more. Of a killed process the first thread may be a zombie while the kernel
     * has not yet stopped another on its way through the program.
     */
    public boolean hasEnded() {
        return isDead() && threads <= 1;
    }

    /** Whether it was stopped by a signal. */
    public boolean isStopped() {
        return state == 'T' || state == 't';
    }

    static ProcStat parse(long pid, String stat) throws IOException {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
        if (fields.length <= START) {
            throw new IOException("cannot read /proc/" + pid + "/stat: only " + fields.length + " fields");
        }
        return new ProcStat(
                pid,
                fields[STATE].charAt(0),
                Long.parseLong(fields[PARENT]),
                Long.parseLong(fields[GROUP]),
                Long.parseLong(fields[START]),
                Integer.parseInt(fields[THREADS]));
    }

    private static ProcStat of(ProcessHandle process) {
        long started = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        long parent = process.parent().map(ProcessHandle::pid).orElse(0L);
        return new ProcStat(process.pid(), process.isAlive() ? 'R' : 'X', parent, 0, started, 1);
    }
}
