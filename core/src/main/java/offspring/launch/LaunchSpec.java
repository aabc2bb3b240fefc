package offspring.launch;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How one child is to be started, and as whom.
 *
 * @param name what it is called
 * @param identity numbers on the way from the first process, from {@link Self#nextIdentity}
 * @param daemon whether it ends when its parent's own code has ended
 * @param mayHaveChildren whether it may start processes; those of daemons must be pool workers
 * @param mode which kind of process
 * @param jvmOptions options of the child's JVM, after those of its parent
 * @param environment changes of the environment; a null value removes
 * @param workingDirectory where the child starts, null for the parent's
 * @param javaHome which JDK runs it, null for the parent's
 * @param captureStderr whether its stderr goes through us, line by line, and is remembered
 */
public record LaunchSpec(
        String name,
        String identity,
        boolean daemon,
        boolean mayHaveChildren,
        Mode mode,
        List<String> jvmOptions,
        Map<String, String> environment,
        Path workingDirectory,
        Path javaHome,
        boolean captureStderr) {

    /** Which kind of process. */
    public enum Mode {
        /** A fresh JVM. */
        SPAWN,
        /** A JVM booted ahead of need, if there is one. */
        STANDBY,
        /** A thread of this JVM. */
        THREAD
    }

    public LaunchSpec {
        jvmOptions = List.copyOf(jvmOptions);
        environment = Map.copyOf(withoutNulls(environment));
    }

    /** Stands in {@link #environment} for a variable that is to be removed, since immutable maps hold no null. */
    static final String REMOVED = "\0";

    /** A process like this one's other children: default mode, the parent's environment, no options of its own. */
    public static LaunchSpec named(String name) {
        return new LaunchSpec(
                name,
                Self.nextIdentity(),
                Self.isDaemon(),
                true,
                DefaultMode.get(),
                List.of(),
                Map.of(),
                null,
                null,
                false);
    }

    /** A JVM that is none of the program's children and has no number among them. */
    static LaunchSpec forOurselves(String name) {
        return new LaunchSpec(
                name, "0", true, false, Mode.SPAWN, List.of(), Map.of(), null, null, false);
    }

    private static Map<String, String> withoutNulls(Map<String, String> changes) {
        Map<String, String> copy = new HashMap<>();
        changes.forEach((name, value) -> copy.put(name, value == null ? REMOVED : value));
        return copy;
    }

    public LaunchSpec withName(String value) {
        return new LaunchSpec(value, identity, daemon, mayHaveChildren, mode, jvmOptions, environment,
                workingDirectory, javaHome, captureStderr);
    }

    public LaunchSpec withDaemon(boolean value) {
        return new LaunchSpec(name, identity, value, mayHaveChildren, mode, jvmOptions, environment,
                workingDirectory, javaHome, captureStderr);
    }

    public LaunchSpec withChildren(boolean allowed) {
        return new LaunchSpec(name, identity, daemon, allowed, mode, jvmOptions, environment,
                workingDirectory, javaHome, captureStderr);
    }

    public LaunchSpec withMode(Mode value) {
        return new LaunchSpec(name, identity, daemon, mayHaveChildren, value, jvmOptions, environment,
                workingDirectory, javaHome, captureStderr);
    }

    public LaunchSpec withJvmOptions(List<String> value) {
        return new LaunchSpec(name, identity, daemon, mayHaveChildren, mode, value, environment,
                workingDirectory, javaHome, captureStderr);
    }

    public LaunchSpec withCaptureStderr(boolean value) {
        return new LaunchSpec(name, identity, daemon, mayHaveChildren, mode, jvmOptions, environment,
                workingDirectory, javaHome, value);
    }
}
