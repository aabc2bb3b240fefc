package offspring;

import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a process ended: with a code of its own, or by a signal.
 *
 * @param code 0 and above: the exit code; −N: killed by signal N
 */
public record ExitStatus(int code) implements Serializable {

    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(1, "SIGHUP"),
            Map.entry(2, "SIGINT"),
            Map.entry(3, "SIGQUIT"),
            Map.entry(4, "SIGILL"),
            Map.entry(5, "SIGTRAP"),
            Map.entry(6, "SIGABRT"),
            Map.entry(7, "SIGBUS"),
            Map.entry(8, "SIGFPE"),
            Map.entry(9, "SIGKILL"),
            Map.entry(10, "SIGUSR1"),
            Map.entry(11, "SIGSEGV"),
            Map.entry(12, "SIGUSR2"),
            Map.entry(13, "SIGPIPE"),
            Map.entry(14, "SIGALRM"),
            Map.entry(15, "SIGTERM"),
            Map.entry(24, "SIGXCPU"),
            Map.entry(25, "SIGXFSZ"),
            Map.entry(31, "SIGSYS"));

    /**
     * The signal that ended the process.
     *
     * @return the signal's number, or empty if the process exited
     */
    public OptionalInt signal() {
        return code < 0 ? OptionalInt.of(-code) : OptionalInt.empty();
    }

    /**
     * The name of the signal that ended the process, such as {@code SIGKILL}.
     *
     * @return the signal's name, or empty if the process exited
     */
    public Optional<String> signalName() {
        return code < 0 ? Optional.of(NAMES.getOrDefault(-code, "signal " + -code)) : Optional.empty();
    }

    /** {@code exited with code 3} or {@code killed by SIGKILL}. */
    @Override
    public String toString() {
        return signalName().map(name -> "killed by " + name).orElseGet(() -> "exited with code " + code);
    }
}
