package offspring.region;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;

/** The heap of this process's family: made or attached to once, by whoever needs it first. */
final class CurrentHeap {

    private static final AtomicBoolean WARMING = new AtomicBoolean();

    private static volatile FamilyHeap heap;
    /** Where our parent has it; null in the first process. Guarded by the class, as is the making. */
    private static Callable<Path> inherited;

    private CurrentHeap() {}

    static FamilyHeap get() throws IOException {
        FamilyHeap ready = heap;
        return ready != null ? ready : make();
    }

    static boolean isReady() {
        return heap != null;
    }

    static synchronized void inherit(Callable<Path> path) {
        if (heap != null) {
            throw new IllegalStateException("cannot inherit the family heap: this process has one already; path="
                    + heap);
        }
        inherited = path;
    }

    static void warmUp() {
        if (heap == null && WARMING.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name("offspring-heap").start(CurrentHeap::tryToMake);
        }
    }

    private static void tryToMake() {
        try {
            make();
        } catch (IOException | RuntimeException failed) {
            System.getLogger(CurrentHeap.class.getName())
                    .log(Level.DEBUG, "the family heap is not there yet; who needs it will try again", failed);
        }
    }

    private static synchronized FamilyHeap make() throws IOException {
        if (heap == null) {
            heap = inherited == null ? first() : FamilyHeap.attach(path());
        }
        return heap;
    }

    private static Path path() throws IOException {
        try {
            return inherited.call();
        } catch (IOException failed) {
            throw failed;
        } catch (Exception failed) {
            throw new IOException("cannot attach to the family heap: the parent has none", failed);
        }
    }

    /** The first process counts as one of the family. */
    private static FamilyHeap first() throws IOException {
        FamilyHeap made = FamilyHeap.create();
        made.slots().occupy(
                made.slots().claim().orElseThrow(), ProcessHandle.current().pid());
        return made;
    }
}
