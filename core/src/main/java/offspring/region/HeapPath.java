package offspring.region;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/**
 * Where a process that is not its family's first finds the heap.
 *
 * <p>Apart from {@link FamilyHeap}, since every child is told at its start, and most never need it: that class takes 30 ms
 * to initialize.
 */
public final class HeapPath {

    /** One of the two is set at most; both null in the first process. */
    private static volatile Path known;

    private static volatile Callable<Path> later;

    private HeapPath() {}

    /** Tells this process where the heap is. It attaches when it first needs it. */
    public static void inherit(Path path) {
        known = path;
    }

    /** The same, for a path that is not known yet: who needs the heap first waits for the call. */
    public static void inherit(Callable<Path> path) {
        later = path;
    }

    static boolean isInherited() {
        return known != null || later != null;
    }

    static Path get() throws IOException {
        if (known != null) {
            return known;
        }
        try {
            return later.call();
        } catch (Exception failed) {
            throw new IOException("cannot attach to the family heap: the parent has none", failed);
        }
    }
}
