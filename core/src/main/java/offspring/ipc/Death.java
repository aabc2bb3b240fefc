package offspring.ipc;

import java.util.Optional;
import java.util.function.UnaryOperator;
import offspring.ExitStatus;
import offspring.ProcessDiedException;
import offspring.os.Signals;
import offspring.region.Obituaries.Obituary;

/**
 * The end of a process.
 *
 * @param pid which process it was
 * @param told what is known of it, empty if nobody saw it
 */
record Death(long pid, Optional<Obituary> told) {

    /** It has to be something, and a process whose parent cannot tell of it was most likely killed together with that. */
    private static final ExitStatus NOT_KNOWN = new ExitStatus(-Signals.SIGKILL);

    /** Whether it is known that the process exited with code 0. */
    boolean isSuccess() {
        return told.isPresent() && told.get().code() == 0;
    }

    /**
     * The exception that tells of it.
     *
     * @param text the whole text around "NAME (pid N) ended (killed by …)"
     */
    ProcessDiedException toException(UnaryOperator<String> text) {
        String name = told.map(Obituary::name).orElse("a process");
        Optional<ExitStatus> status = told.map(obituary -> new ExitStatus(obituary.code()));
        String how = status.map(ExitStatus::toString).orElse("it is not known how");
        return new ProcessDiedException(
                text.apply(name + " (pid " + pid + ") ended (" + how + ")"), status.orElse(NOT_KNOWN), pid, name);
    }
}
