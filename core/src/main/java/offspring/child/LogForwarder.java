package offspring.child;

import java.io.IOException;
import java.util.logging.ErrorManager;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import offspring.launch.LogTraffic;
import offspring.launch.Self;

/**
 * The only handler of a child: hands each record to the parent, in the order in which they come.
 * What is logged by a JVM that has no job yet is nobody's, and dropped.
 */
public final class LogForwarder extends Handler {

    /** What encoding a record logs by itself must not be encoded in turn. */
    private static final ThreadLocal<Boolean> BUSY = new ThreadLocal<>();

    /** Called by java.util.logging. */
    public LogForwarder() {}

    @Override
    public void publish(LogRecord record) {
        ControlReader parent = ChildMain.link();
        if (parent == null || !isLoggable(record) || BUSY.get() != null) {
            return;
        }
        BUSY.set(true);
        try {
            parent.log(LogTraffic.encode(record, Self.name()));
        } catch (IOException e) {
            reportError("cannot hand a log record to the parent", e, ErrorManager.WRITE_FAILURE);
        } finally {
            BUSY.remove();
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
