package offspring.launch;

import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * A log record that a child made: its message begins with the child's name in brackets, for
 * handlers that know nothing of processes; a handler that does takes the two apart again.
 */
public final class ChildRecord extends LogRecord {

    private static final long serialVersionUID = 1;

    /** What the child said. */
    private final String text;

    /** The child's name. */
    private final String processName;

    ChildRecord(Level level, String text, String processName) {
        super(level, "[" + processName + "] " + text);
        this.text = text;
        this.processName = processName;
    }

    /**
     * What the child said.
     *
     * @return the message without the name
     */
    public String text() {
        return text;
    }

    /**
     * Who said it.
     *
     * @return the child's name
     */
    public String processName() {
        return processName;
    }
}
