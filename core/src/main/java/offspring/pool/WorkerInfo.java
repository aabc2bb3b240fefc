package offspring.pool;

import java.time.Duration;
import java.util.Optional;

/**
 * What one worker of a pool was doing at one moment.
 *
 * @param pid its process id
 * @param name its name
 * @param state whether it waits for a task or runs one
 * @param currentTask the task it is running: its number and its function
 * @param tasksDone how many tasks it has finished; the calls inside a chunk count one by one
 * @param cpuTime how much processor time it has used
 * @param memory how much memory it has resident, in bytes
 */
public record WorkerInfo(
        long pid,
        String name,
        State state,
        Optional<String> currentTask,
        long tasksDone,
        Duration cpuTime,
        long memory) {

    /** What a worker may be doing. */
    public enum State {
        /** It waits for a task. */
        READY,
        /** It runs a task. */
        BUSY
    }
}
