package offspring.process;

import java.util.Objects;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import offspring.launch.LogTraffic;

/**
 * What processes log: each record of a child reaches the parent's logging, under the same logger
 * name and with the child's name, as if it had been logged there.
 *
 * <p>Shape: records of java.util.logging, and of {@link System.Logger} where that ends there, which
 * it does unless the program has a logging library of its own. Their messages begin with the
 * child's name in brackets. The handlers are the first process's; a child has none but the one that
 * hands its records up.
 *
 * <p>Processes: the levels that hold in a child are those of its parent at the child's first use of
 * logging. Setting a level in a child changes it there and below.
 *
 * <p>Order: records of one child arrive in the order in which they were logged, and all of them
 * before {@link ChildProcess#join()} returns.
 *
 * <p>Cost: nothing in a child that does not log.
 *
 * @apiNote Python: multiprocessing.get_logger, log_to_stderr. Differs: a further call of
 *     {@link #logToStderr} adds no second handler; children's records of all loggers arrive, not
 *     only those of the library's.
 */
public final class ProcessLogging {

    private static final String NAME = "offspring";

    /** Held strongly: java.util.logging forgets the level and handlers of a logger that nobody holds. */
    private static Logger configured;

    private ProcessLogging() {}

    /**
     * The library's logger, called {@code offspring}, for what concerns processes. Until {@link
     * #logToStderr} is called it is a logger like any other, with the levels and handlers of the
     * program's logging.
     *
     * @return the logger
     */
    public static System.Logger logger() {
        return System.getLogger(NAME);
    }

    /**
     * Makes the library's logger write to stderr, as {@code [LEVEL/process name] message}, and
     * nowhere else. Children inherit the level, and their records on this logger are written here too.
     *
     * @param level the least level that is written
     * @return the logger
     * @throws NullPointerException if level is null
     * @throws IllegalStateException if the program's {@link System.Logger}s do not end in
     *     java.util.logging, but in a library that has a configuration of its own
     */
    public static synchronized System.Logger logToStderr(System.Logger.Level level) {
        Objects.requireNonNull(level, "level");
        if (!LogTraffic.loggingIsTheJdks()) {
            throw new IllegalStateException("cannot log to stderr: this program's logging library is "
                    + System.LoggerFinder.getLoggerFinder().getClass().getName()
                    + "; set the level and the output of the logger \"" + NAME + "\" there");
        }
        configured = Logger.getLogger(NAME);
        boolean fresh = true;
        for (Handler handler : configured.getHandlers()) {
            fresh &= !(handler instanceof StderrHandler);
        }
        if (fresh) {
            configured.addHandler(new StderrHandler());
            configured.setUseParentHandlers(false);
        }
        configured.setLevel(julLevel(level));
        return logger();
    }

    private static Level julLevel(System.Logger.Level level) {
        return switch (level) {
            case ALL -> Level.ALL;
            case TRACE -> Level.FINER;
            case DEBUG -> Level.FINE;
            case INFO -> Level.INFO;
            case WARNING -> Level.WARNING;
            case ERROR -> Level.SEVERE;
            case OFF -> Level.OFF;
        };
    }
}
