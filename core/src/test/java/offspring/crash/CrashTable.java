package offspring.crash;

import static offspring.crash.Cell.Survivors.EVERYBODY;
import static offspring.crash.Cell.Survivors.NOBODY_BELONGS;
import static offspring.crash.Cell.Survivors.THE_OTHERS;
import static offspring.crash.Cell.Survivors.THE_PARENT;
import static offspring.crash.Cell.cell;
import static offspring.crash.Moment.BOOTING;
import static offspring.crash.Moment.CLOSING;
import static offspring.crash.Moment.IDLE;
import static offspring.crash.Moment.READING;
import static offspring.crash.Moment.RUNNING;
import static offspring.crash.Moment.WRITING;
import static offspring.crash.Way.EXCEPTION;
import static offspring.crash.Way.EXIT;
import static offspring.crash.Way.HALT;
import static offspring.crash.Way.OUT_OF_MEMORY;
import static offspring.crash.Way.SIGKILL;
import static offspring.crash.Way.STACK_OVERFLOW;
import static offspring.crash.Way.UNSHIPPABLE;

import java.util.ArrayList;
import java.util.List;

/** The pool's crash table. "Some exception" is not an outcome. */
final class CrashTable {

    static final List<Cell> POOL = new ArrayList<>();

    static {
        addBooting();
        addRunning();
        addShipping();
        addDeaths();
        addQuiet();
    }

    private CrashTable() {}

    /** No worker, no pool: what the last one died of is the cause. */
    private static void addBooting() {
        broken(EXCEPTION, "IOException: crash");
        broken(UNSHIPPABLE, "NotShippableException: cannot ship the exception offspring.crash.Way$Stubborn: crash");
        broken(STACK_OVERFLOW, "StackOverflowError: null");
        broken(OUT_OF_MEMORY, "OutOfMemoryError: Java heap space");
        broken(EXIT, "ProcessDiedException with exitStatus = exited with code 3");
        broken(HALT, "ProcessDiedException with exitStatus = exited with code 4");
        broken(SIGKILL, "ProcessDiedException with exitStatus = killed by SIGKILL");
    }

    private static void broken(Way way, String cause) {
        String text = "cannot run tasks in Crash: 3 workers in a row failed before they were ready";
        POOL.add(cell(BOOTING, way, "PoolBrokenException", THE_PARENT, "cause", cause, "text begins", text));
    }

    /** What the task throws arrives, and the worker goes on. */
    private static void addRunning() {
        thrown(RUNNING, EXCEPTION, "IOException", "message", "crash", "remote frame", "Way.execute");
        thrown(RUNNING, STACK_OVERFLOW, "StackOverflowError", "message", "null", "remote frame", "Way.execute");
        thrown(RUNNING, OUT_OF_MEMORY, "OutOfMemoryError", "message", "Java heap space", "remote frame", "Way.execute");
        thrown(RUNNING, UNSHIPPABLE, "NotShippableException", "shippedType", "Stubborn", "offendingType", "Thread");
    }

    /** What cannot be read or written is a failure to ship, caused by what was thrown. */
    private static void addShipping() {
        unreadable(EXCEPTION, "IOException: crash", "java.io.IOException: crash");
        unreadable(STACK_OVERFLOW, "StackOverflowError: null", "its parts are nested too deeply");
        unreadable(OUT_OF_MEMORY, "OutOfMemoryError: Java heap space", "java.lang.OutOfMemoryError: Java heap space");
        unreadable(
                UNSHIPPABLE,
                "NotShippableException: cannot ship the exception offspring.crash.Way$Stubborn: crash",
                "offspring.crash.Way$Stubborn: crash");
        unwritable(EXCEPTION, "IOException: crash");
        unwritable(STACK_OVERFLOW, "none");
        unwritable(UNSHIPPABLE, "NotShippableException: cannot ship the exception offspring.crash.Way$Stubborn: crash");
        thrown(WRITING, OUT_OF_MEMORY, "OutOfMemoryError", "message", "Java heap space", "remote frame", "Way.execute");
    }

    private static void unreadable(Way way, String cause, String reason) {
        String text = "cannot read an object that another process sent: " + reason;
        thrown(READING, way, "NotShippableException", "cause", cause, "text begins", text);
    }

    private static void unwritable(Way way, String cause) {
        thrown(WRITING, way, "NotShippableException", "cause", cause, "offendingType", "WhenWritten");
    }

    private static void thrown(Moment moment, Way way, String exception, String... facts) {
        POOL.add(cell(moment, way, exception, EVERYBODY, facts));
    }

    /** The worker dies, and the one task with it. */
    private static void addDeaths() {
        for (Moment moment : List.of(READING, RUNNING, WRITING)) {
            POOL.add(died(moment, EXIT, "exited with code 3"));
            POOL.add(died(moment, HALT, "exited with code 4"));
            POOL.add(died(moment, SIGKILL, "killed by SIGKILL"));
        }
    }

    private static Cell died(Moment moment, Way way, String status) {
        return cell(moment, way, "WorkerDiedException", THE_OTHERS, "exitStatus", status, "pid", "the worker's");
    }

    /** Nobody waits for anything, so nobody is told. */
    private static void addQuiet() {
        for (Way way : Way.values()) {
            boolean ends = way == EXIT || way == HALT || way == SIGKILL;
            POOL.add(cell(IDLE, way, "–", ends ? THE_OTHERS : EVERYBODY));
            POOL.add(cell(CLOSING, way, "–", NOBODY_BELONGS));
        }
    }
}
