package offspring;

/** Somebody that a wait depended on is gone. */
public class ProcessDiedException extends OffspringException {

    private static final long serialVersionUID = 1;

    /** How it ended. */
    private final ExitStatus exitStatus;

    /** Its process id. */
    private final long pid;

    /** Its name. */
    private final String processName;

    /**
     * A process that is gone.
     *
     * @param message the whole text
     * @param exitStatus how it ended
     * @param pid its process id
     * @param processName its name
     */
    public ProcessDiedException(String message, ExitStatus exitStatus, long pid, String processName) {
        super(message);
        this.exitStatus = exitStatus;
        this.pid = pid;
        this.processName = processName;
    }

    /**
     * How the process ended.
     *
     * @return its exit status
     */
    public ExitStatus exitStatus() {
        return exitStatus;
    }

    /**
     * Which process it was.
     *
     * @return its process id, which the system may have given to another process since
     */
    public long pid() {
        return pid;
    }

    /**
     * What the process was called.
     *
     * @return its name
     */
    public String processName() {
        return processName;
    }
}
