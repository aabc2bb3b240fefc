package offspring.process;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import offspring.launch.ChildRecord;
import offspring.launch.LogTraffic;
import offspring.launch.Self;

/** Writes {@code [LEVEL/process name] message} on whatever stderr is at that moment, one record a write. */
final class StderrHandler extends Handler {

    StderrHandler() {
        setLevel(Level.ALL);
        setFormatter(new Lines());
    }

    @Override
    public void publish(LogRecord record) {
        if (isLoggable(record)) {
            System.err.print(getFormatter().format(record));
            System.err.flush();
        }
    }

    @Override
    public void flush() {
        System.err.flush();
    }

    @Override
    public void close() {}

    private static final class Lines extends Formatter {

        @Override
        public String format(LogRecord record) {
            ChildRecord child = record instanceof ChildRecord c ? c : null;
            String name = child != null ? child.processName() : Self.name();
            String text = child != null ? child.text() : formatMessage(record);
            StringWriter line = new StringWriter();
            line.append('[').append(LogTraffic.systemLevel(record.getLevel()).getName()).append('/').append(name).append("] ");
            line.append(text).append(System.lineSeparator());
            if (record.getThrown() != null) {
                record.getThrown().printStackTrace(new PrintWriter(line, true));
            }
            return line.toString();
        }
    }
}
