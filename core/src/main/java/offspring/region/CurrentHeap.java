package offspring.region;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;

/** The heap of this process's family: made or attached to once, by whoever needs it first. */
final class CurrentHeap {

    private static final AtomicBoolean WARMING = new AtomicBoolean();

    private static volatile FamilyHeap heap;

    private CurrentHeap() {}

    static FamilyHeap get() throws IOException {
        FamilyHeap ready = heap;
        return ready != null ? ready : make();
    }

    static boolean isReady() {
        return heap != null;
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
            heap = HeapPath.isInherited() ? FamilyHeap.attach(HeapPath.get()) : first();
        }
        return heap;
    }

    /** The first process counts as one of the family. */
    private static FamilyHeap first() throws IOException {
        FamilyHeap made = FamilyHeap.create();
        made.slots().occupy(
                made.slots().claim().orElseThrow(), ProcessHandle.current().pid());
        return made;
    }
}
