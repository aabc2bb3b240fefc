package offspring.os;

import java.io.IOException;
import java.util.Optional;
import offspring.os.Features.Feature;

/**
 * Sending signals to processes and process groups: kill(2).
 *
 * <p>Until the linker is warm, and where it is refused, {@link ProcessHandle} sends SIGTERM and SIGKILL and the
 * shell's {@code kill} all others: 1–2 ms, which is less than linking takes.
 */
public final class Signals {

    public static final int SIGHUP = 1;
    public static final int SIGINT = 2;
    public static final int SIGKILL = 9;
    public static final int SIGTERM = 15;
    public static final int SIGCONT = 18;
    public static final int SIGSTOP = 19;

    private Signals() {}

    /**
     * Sends a signal to a process.
     *
     * <p>{@code int kill(pid_t pid, int sig)}. ESRCH and EPERM are a false.
     *
     * @param pid a process id above 0
     * @param signal its number; 0 only asks whether the process could be sent one
     * @return whether there was such a process, be it a zombie, and we may send to it
     */
    public static boolean send(long pid, int signal) {
        require(pid > 0, "process", pid, signal);
        if (isNative()) {
            return Native.call(SystemCall.KILL, pid, signal) >= 0;
        }
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        boolean other = process.isPresent() && pid != ProcessHandle.current().pid();
        if (other && signal == SIGTERM) {
            return process.get().destroy();
        }
        if (other && signal == SIGKILL) {
            return process.get().destroyForcibly();
        }
        return kill(Long.toString(pid), signal);
    }

    /**
     * Sends a signal to all processes of a group.
     *
     * <p>{@code int kill(pid_t -pgid, int sig)}. A group of 1 or below is refused, since it means everybody.
     *
     * @return whether there was a process in the group that we may send to
     */
    public static boolean sendToGroup(long group, int signal) {
        require(group > 1, "group", group, signal);
        if (isNative()) {
            return Native.call(SystemCall.KILL, -group, signal) >= 0;
        }
        return kill("-" + group, signal);
    }

    private static boolean isNative() {
        return Features.isWarm() && Features.has(Feature.SIGNALS);
    }

    private static void require(boolean valid, String what, long number, int signal) {
        if (!valid || signal < 0 || signal > 64) {
            throw new IllegalArgumentException(
                    "cannot send a signal: no such " + what + " or signal; " + what + "=" + number + " signal=" + signal);
        }
    }

    private static boolean kill(String target, int signal) {
        try {
            return Command.run("/bin/sh", "-c", "kill -s \"$1\" -- \"$2\"", "sh", Integer.toString(signal), target) == 0;
        } catch (IOException noShell) {
            throw new IllegalStateException(
                    "cannot send a signal: /bin/sh cannot be started; target=" + target + " signal=" + signal, noShell);
        }
    }
}
