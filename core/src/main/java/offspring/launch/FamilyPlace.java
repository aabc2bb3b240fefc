package offspring.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import offspring.ExitStatus;
import offspring.ProcessStartException;
import offspring.link.Frame;
import offspring.link.FrameKind;
import offspring.os.Owner;
import offspring.os.ProcStat;
import offspring.region.FamilyHeap;
import offspring.region.ProcessSlots;

/**
 * One process's place among those that a family may have at a time, and the way it learns of the family's shared
 * memory.
 *
 * <p>In the first process that memory is made while the first children boot, since making it takes as long as
 * booting does. Those children are counted and told afterwards.
 */
final class FamilyPlace {

    private static final Errands ERRANDS = new Errands("offspring-family");
    private static final int NONE = -1;

    /** Null as long as there is no shared memory. */
    private FamilyHeap heap;

    private int slot = NONE;
    /** Who has the place; null as long as nobody has, or it ended too soon to be looked at. */
    private Owner process;
    private boolean released;

    private FamilyPlace() {}

    /**
     * Takes a place for a process that is about to be started.
     *
     * @throws ProcessStartException if there is none left
     */
    static FamilyPlace claim(String name) {
        FamilyPlace place = new FamilyPlace();
        if (!Self.isFirstJvm() || FamilyHeap.isCurrentReady()) {
            place.claimNow(name);
        }
        return place;
    }

    /** Making the heap takes its time: not under the lock, for which the end of the process would wait. */
    private void claimNow(String name) {
        FamilyHeap current;
        try {
            current = FamilyHeap.current();
        } catch (IOException gone) {
            throw new ProcessStartException(
                    "cannot start process " + name + ": the family's shared memory cannot be had; " + gone.getMessage(),
                    gone);
        }
        take(current, name);
    }

    private synchronized void take(FamilyHeap current, String name) {
        heap = current;
        OptionalInt free = released ? OptionalInt.empty() : heap.slots().claim();
        if (free.isEmpty() && !released) {
            throw new ProcessStartException("cannot start process " + name + ": the program has " + ProcessSlots.limit()
                    + " living processes, which is as many as it may have; do processes start processes without end?"
                    + " otherwise let some end, or give the work to a Pool", null);
        }
        slot = free.orElse(NONE);
    }

    /** Where the shared memory is, empty if there is none yet. */
    synchronized String heapPath() {
        try {
            return heap == null ? "" : heap.path().toString();
        } catch (IOException gone) {
            throw new UncheckedIOException("the family's shared memory is gone", gone);
        }
    }

    /**
     * Says which process has the place, if there is shared memory. To be called before it is sent its job: as soon as it uses
     * shared memory, whoever learns of its end has to know whose end it is.
     */
    void occupy(JvmProcess process) {
        if (!isLate()) {
            mark(process);
        }
    }

    /** Says it later if there was no shared memory yet, and tells the process, which has its job by now, where it is. */
    void occupyLater(JvmProcess process) {
        if (isLate()) {
            ERRANDS.add(() -> tellLater(process));
        }
    }

    private synchronized boolean isLate() {
        return heap == null;
    }

    private void tellLater(JvmProcess process) {
        try {
            claimNow("of pid " + process.pid());
            mark(process);
            process.send(new Frame(FrameKind.FAMILY_HEAP, heapPath().getBytes(StandardCharsets.UTF_8)));
        } catch (ProcessStartException | UncheckedIOException noMemory) {
            // The child can do without, until it needs shared memory itself; then it waits for what never comes.
            System.getLogger("offspring.launch").log(System.Logger.Level.ERROR, noMemory.getMessage());
            process.kill();
        }
    }

    private synchronized void mark(JvmProcess process) {
        if (slot != NONE) {
            heap.slots().occupy(slot, process.pid());
            this.process = ProcStat.of(process.pid()).map(Owner::of).orElse(null);
        }
    }

    /** Tells the family how the process has ended. */
    synchronized void tellEnd(String name, ExitStatus status) {
        if (process != null) {
            heap.obituaries().add(process, name, status.code());
        }
    }

    /** The process has ended, or could not be started. */
    synchronized void release() {
        released = true;
        if (slot != NONE) {
            heap.slots().release(slot);
            slot = NONE;
        }
    }
}
