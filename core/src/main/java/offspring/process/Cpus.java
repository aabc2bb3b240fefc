package offspring.process;

import offspring.os.ControlGroup;
import offspring.os.Machine;

/**
 * How many processors there are, and how many of them are ours to use.
 *
 * @apiNote Python: {@code os.cpu_count} and {@code os.process_cpu_count}. Differs: a control group's quota of
 *     processor time counts too.
 */
public final class Cpus {

    private Cpus() {}

    /**
     * The processors of this machine that are switched on, whoever may use them.
     *
     * @return 1 or more
     */
    public static int count() {
        return Machine.processorsOnline();
    }

    /**
     * The processors that this process can keep busy: those of its affinity mask, or fewer where a control group's
     * quota of processor time, rounded up, is less. What {@code -XX:ActiveProcessorCount} tells the JVM does not matter.
     *
     * @return 1 or more
     */
    public static int available() {
        double quota = ControlGroup.current().cpuLimit().orElse(Double.MAX_VALUE);
        return (int) Math.max(1, Math.min(Machine.processors(), Math.ceil(quota)));
    }
}
