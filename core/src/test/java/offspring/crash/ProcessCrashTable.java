package offspring.crash;

import static offspring.crash.Fault.EXCEPTION;
import static offspring.crash.Fault.HALT;
import static offspring.crash.Fault.OUT_OF_MEMORY;
import static offspring.crash.Fault.SIGKILL;
import static offspring.crash.Fault.SIGTERM;
import static offspring.crash.Fault.STACK_OVERFLOW;
import static offspring.crash.Fault.SYSTEM_EXIT;
import static offspring.crash.Fault.UNSHIPPABLE;
import static offspring.crash.Stage.BOOTING;
import static offspring.crash.Stage.CLOSING;
import static offspring.crash.Stage.ENDING;
import static offspring.crash.Stage.IDLE;
import static offspring.crash.Stage.READING;
import static offspring.crash.Stage.RUNNING;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import offspring.ExitStatus;

/** What is to become of a process in each case; the table of docs/crash-table-process.md is printed from here. */
final class ProcessCrashTable {

    /**
     * An outcome: the child has ended with this status, or its start has failed with these words, if there are any.
     *
     * @param status exit status, null if the start fails
     * @param words what the text of the ProcessStartException has, null if the child starts
     */
    record Outcome(ExitStatus status, String words) {

        @Override
        public String toString() {
            if (words != null) {
                return "`ProcessStartException`: " + words;
            }
            return "`" + status.code() + "`" + status.signalName().map(name -> " " + name).orElse("");
        }
    }

    private static final Map<String, Outcome> CELLS = new LinkedHashMap<>();

    static {
        row(EXCEPTION, refused("java.io.IOException: struck"), code(1), code(1), code(0), code(1), code(0));
        row(SYSTEM_EXIT, refused("exited with code 5"), code(5), code(5), code(5), code(5), code(-9));
        row(HALT, refused("exited with code 7"), code(7), code(7), code(7), code(7), code(7));
        row(SIGKILL, code(-9), code(-9), code(-9), code(-9), code(-9), code(-9));
        row(SIGTERM, code(-15), code(-15), code(-15), code(-15), code(-15), code(0));
        row(STACK_OVERFLOW, refused("java.lang.StackOverflowError"), code(1), code(1), code(0), code(0), code(0));
        row(OUT_OF_MEMORY, refused("java.lang.OutOfMemoryError"), code(1), code(1), code(0), code(0), code(0));
        row(UNSHIPPABLE, refused("Fault$CannotTravel"), code(1), code(1), code(0), code(0), code(0));
    }

    private ProcessCrashTable() {}

    static Outcome outcome(Fault fault, Stage stage) {
        return CELLS.get(fault + "/" + stage);
    }

    /** The table as Markdown, one line a row. */
    static List<String> lines() {
        List<String> lines = new ArrayList<>();
        StringBuilder head = new StringBuilder("| |");
        StringBuilder rule = new StringBuilder("|---|");
        for (Stage stage : Stage.values()) {
            head.append(' ').append(stage.title()).append(" |");
            rule.append("---|");
        }
        lines.add(head.toString());
        lines.add(rule.toString());
        for (Fault fault : Fault.values()) {
            StringBuilder line = new StringBuilder("| **" + fault.title() + "** |");
            for (Stage stage : Stage.values()) {
                line.append(' ').append(outcome(fault, stage)).append(" |");
            }
            lines.add(line.toString());
        }
        return lines;
    }

    private static void row(
            Fault fault, Outcome booting, Outcome reading, Outcome running, Outcome ending, Outcome idle, Outcome closing) {
        CELLS.put(fault + "/" + BOOTING, booting);
        CELLS.put(fault + "/" + READING, reading);
        CELLS.put(fault + "/" + RUNNING, running);
        CELLS.put(fault + "/" + ENDING, ending);
        CELLS.put(fault + "/" + IDLE, idle);
        CELLS.put(fault + "/" + CLOSING, closing);
    }

    private static Outcome code(int code) {
        return new Outcome(new ExitStatus(code), null);
    }

    private static Outcome refused(String words) {
        return new Outcome(null, words);
    }
}
