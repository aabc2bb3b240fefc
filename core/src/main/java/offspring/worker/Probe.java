package offspring.worker;

import java.util.function.Consumer;

/**
 * Tells tests which steps a call takes, and in which order. Off unless a test watches.
 *
 * <p>Steps inside workers are seen if these run in the same JVM.
 */
public final class Probe {

    private static volatile Consumer<String> watcher;

    private Probe() {}

    /** A step was reached; to be called per chunk rather than per item. */
    public static void step(String name) {
        Consumer<String> current = watcher;
        if (current != null) {
            current.accept(name);
        }
    }

    /** From now on the watcher is told; null ends that. */
    public static void watch(Consumer<String> newWatcher) {
        watcher = newWatcher;
    }
}
