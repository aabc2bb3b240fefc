package offspring.launch;

import java.util.OptionalInt;
import offspring.ExitStatus;
import offspring.link.Goodbye;
import offspring.os.Signals;

/**
 * Tells an exit code from a signal.
 *
 * <p>Witnesses: the exit code as the JDK has it, where 128+N may be a signal or {@code exit(128+N)}; the
 * system's wait status, which can be had from Linux 6.15 on; and the child's goodbye, which says whether
 * SIGTERM, SIGINT or SIGHUP began its shutdown, since a JVM turns these into an exit with 128+N; and we ourselves, if we
 * have sent SIGKILL.
 */
final class ExitJudge {

    private static final int SIGNAL_BASE = 128;
    private static final int SIGNAL_MASK = 0x7f;

    private ExitJudge() {}

    /**
     * How a process ended.
     *
     * @param exitValue what {@link Process#exitValue} says
     * @param waitStatus the status as {@code wait(2)} has it, if known
     * @param goodbye the child's last word, null if there was none
     * @param weKilledIt whether we have sent it SIGKILL
     */
    static ExitStatus judge(int exitValue, OptionalInt waitStatus, Goodbye goodbye, boolean weKilledIt) {
        if (waitStatus.isPresent() && (waitStatus.getAsInt() & SIGNAL_MASK) != 0) {
            return new ExitStatus(-(waitStatus.getAsInt() & SIGNAL_MASK));
        }
        if (goodbye != null && goodbye.signal() != 0 && exitValue == SIGNAL_BASE + goodbye.signal()) {
            return new ExitStatus(-goodbye.signal());
        }
        if (goodbye != null && goodbye.signal() == 0 && goodbye.codeEnded() && isOrderly(exitValue - SIGNAL_BASE)) {
            // A signal during the shutdown hooks: where main returned, the JDK lets it replace the exit code.
            return new ExitStatus(0);
        }
        boolean killed = weKilledIt && exitValue == SIGNAL_BASE + Signals.SIGKILL;
        if (waitStatus.isPresent() || goodbye != null && !killed) {
            return new ExitStatus(exitValue);
        }
        return new ExitStatus(exitValue > SIGNAL_BASE ? SIGNAL_BASE - exitValue : exitValue);
    }

    /**
     * How a JVM ended that did not say goodbye.
     *
     * <p>One that has not got as far as our code has nobody to say it, and nobody but a signal to make it exit with these
     * codes. One that was terminated between its boot and its job exits as a JVM does at SIGTERM.
     *
     * @param weTerminatedIt whether we have sent it SIGTERM, or SIGKILL in its place because it still booted
     * @param booted whether it has got as far as our code
     */
    static ExitStatus withoutGoodbye(ExitStatus judged, boolean weTerminatedIt, boolean booted) {
        int signal = judged.code() - SIGNAL_BASE;
        if (weTerminatedIt && (signal == Signals.SIGTERM || !booted && judged.code() == -Signals.SIGKILL)) {
            return new ExitStatus(-Signals.SIGTERM);
        }
        return !booted && isOrderly(signal) ? new ExitStatus(-signal) : judged;
    }

    /** Whether a JVM answers this signal with an orderly shutdown. */
    private static boolean isOrderly(int signal) {
        return signal == Signals.SIGHUP || signal == Signals.SIGINT || signal == Signals.SIGTERM;
    }
}
