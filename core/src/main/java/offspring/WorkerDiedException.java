package offspring;

import java.util.ArrayList;
import java.util.List;

/**
 * The worker that ran a task died, and the task with it.
 *
 * <p>Only this task has failed. The pool has replaced the worker and goes on. The text gives the
 * likely cause and the last lines that the worker wrote on stderr.
 */
public class WorkerDiedException extends ProcessDiedException {

    private static final long serialVersionUID = 1;

    /** Which task it was running. */
    private final String taskLabel;

    /** The last lines of its stderr, oldest first. */
    private final ArrayList<String> stderrTail;

    /**
     * A worker that died.
     *
     * @param message the whole text
     * @param exitStatus how it ended
     * @param pid its process id
     * @param processName its name
     * @param taskLabel which task it was running
     * @param stderrTail the last lines of its stderr, oldest first
     */
    public WorkerDiedException(
            String message,
            ExitStatus exitStatus,
            long pid,
            String processName,
            String taskLabel,
            List<String> stderrTail) {
        super(message, exitStatus, pid, processName);
        this.taskLabel = taskLabel;
        this.stderrTail = new ArrayList<>(stderrTail);
    }

    /**
     * Which task the worker was running.
     *
     * @return the task's label: its number and its function
     */
    public String taskLabel() {
        return taskLabel;
    }

    /**
     * What the worker wrote last on stderr.
     *
     * @return at most 20 lines, oldest first
     */
    public List<String> stderrTail() {
        return List.copyOf(stderrTail);
    }
}
