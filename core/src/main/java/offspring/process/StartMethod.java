package offspring.process;

import offspring.launch.DefaultMode;
import offspring.launch.LaunchSpec;
import offspring.launch.Preload;

/**
 * What kind of process a {@link ChildProcess} is.
 *
 * <p>All three serialize what they are to run, and none shares a static field with its parent or a
 * sibling, save {@link #THREAD}, which shares them all.
 *
 * @apiNote Python: {@code multiprocessing.set_start_method}. There is no {@code fork}: a JVM cannot be
 *     forked. {@link #STANDBY} takes the place of {@code forkserver}, {@link #THREAD} that of {@code
 *     multiprocessing.dummy}.
 */
public enum StartMethod {
    /** A fresh JVM, booted when the process is started. */
    SPAWN,
    /**
     * A JVM booted ahead of need, if there is one, else a fresh one. It runs one process and ends: two
     * children never share a pid, a static field, a system property or a thread.
     */
    STANDBY,
    /**
     * A thread of this JVM, for tests and debuggers. {@code kill} and {@code terminate} can only interrupt
     * it and leave it alone.
     *
     * <p>{@code System.exit} in one ends the program: from then on no process of this kind is awaited, and
     * no pool of them, since any may wait for the one that has called it; processes that are JVMs are, as at any
     * end of a program. Where other code of the program calls {@code System.exit}, or {@code main} returns, those
     * that are no daemons are awaited like all others.
     */
    THREAD;

    /**
     * The method used where none is given; {@link #STANDBY} unless set. Children inherit it.
     *
     * @return the default
     */
    public static StartMethod getDefault() {
        return valueOf(DefaultMode.get().name());
    }

    /**
     * Sets the method used where none is given, in this process and in children started from now on.
     *
     * @param method the default
     */
    public static void setDefault(StartMethod method) {
        DefaultMode.set(method.mode());
    }

    /**
     * Has classes initialized in the JVMs that are booted ahead of need, so that a process that uses
     * them finds them ready.
     *
     * @param types classes of the class path, with those already given
     */
    public static void preload(Class<?>... types) {
        Preload.add(types);
    }

    LaunchSpec.Mode mode() {
        return LaunchSpec.Mode.valueOf(name());
    }
}
