package offspring.region;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Small pieces of the heap, as this process makes and uses them. It has one {@link SharedCell} for each.
 *
 * <p>Lifetime: a cell that was never sent belongs to this process alone. One that was sent counts its uses: one for each
 * process that has a {@link SharedCell} of it, and one for each message with its handle that nobody has read. Who drops the
 * last use empties the cell, which is not used again: its chunk is given back when nobody uses any of it. A process's uses stand in its {@link Ledger}, so that they are dropped when it is killed.
 *
 * <p>Order: a use is counted before it is written down, and struck out before it is counted no more; a message is counted before
 * it is sent, and its reader counts itself before it drops the message. So a death at any point keeps memory until the
 * program ends, if it does anything, and never frees what somebody uses.
 */
public final class Cells {

    private static final byte[] ZEROS = new byte[CellLayout.CELL_BYTES - CellLayout.KIND_OFFSET];

    private final FamilyHeap heap;
    private final Ledger ledger;
    private final OwnChunks own;
    private final Collector collector;
    /** What was sent or received, by handle. Guarded by this. */
    private final Map<Long, WeakReference<SharedCell>> known = new HashMap<>();
    /** Uses of cells that others made, reachable so that the garbage collector tells of them. Guarded by this. */
    private final Set<CellUse> received = new HashSet<>();

    private final ReferenceQueue<Object> unreachable = new ReferenceQueue<>();

    Cells(FamilyHeap heap) {
        this.heap = heap;
        this.ledger = new Ledger(heap);
        this.own = new OwnChunks(heap, ledger);
        this.collector = new Collector(unreachable, this::dropUnreachable, this::underLock);
    }

    /**
     * Makes a cell, all zeros.
     *
     * @param kind what it is for, checked by who attaches
     * @throws UncheckedIOException if there is no memory
     */
    public SharedCell create(int kind) {
        try {
            return make(kind);
        } catch (IOException full) {
            throw new UncheckedIOException("cannot make a shared object: " + full.getMessage(), full);
        }
    }

    /**
     * The cell of a handle that came from a process of the family.
     *
     * @param kinds which kinds will do
     * @throws IOException if there is none: it was freed, is of another kind, or the handle is of another program
     */
    public synchronized SharedCell attach(long handle, IntPredicate kinds) throws IOException {
        collector.dropUnreachable();
        SharedBytes cell = cellOf(handle);
        if (cell.getLongVolatile(CellLayout.MAGIC_OFFSET) != CellLayout.magic(handle)
                || !kinds.test(cell.getIntVolatile(CellLayout.KIND_OFFSET))) {
            throw none(handle, null);
        }
        WeakReference<SharedCell> reference = known.get(handle);
        SharedCell here = reference == null ? null : reference.get();
        return here != null ? here : receive(handle, cell);
    }

    /**
     * The cell of a message's handle, whatever its kind. The message counts no more.
     *
     * @throws IOException as {@link #attach}
     */
    public SharedCell takeOver(long handle) throws IOException {
        SharedCell cell = attach(handle, kind -> true);
        dropUse(handle);
        return cell;
    }

    /** As {@link #attach}, held from the beginning: nobody in this process can let go of the cell before it is of use. */
    public synchronized Hold attachAndHold(long handle, IntPredicate kinds) throws IOException {
        return hold(attach(handle, kinds));
    }

    /** As {@link #takeOver}, held from the beginning. */
    public synchronized Hold takeOverAndHold(long handle) throws IOException {
        return hold(takeOver(handle));
    }

    /**
     * One part more of this process's use of the cell.
     *
     * @throws IllegalStateException if this process has let go of it
     */
    synchronized Hold hold(SharedCell cell) {
        CellUse use = cell.use();
        if (use.isDropped()) {
            throw new IllegalStateException("cannot hold a shared object: this process has let go of it; " + cell);
        }
        Hold hold = new Hold(this, cell);
        if (cell.isClosed()) {
            HoldEnd end = new HoldEnd(hold, unreachable, use);
            hold.end(end);
            use.holds().add(end);
            collector.work();
        }
        return hold;
    }

    /**
     * One part less.
     *
     * <p>Race: it is closed twice, or closed and found unreachable, or the cell itself was found first. It is in the set once,
     * and the use is dropped once.
     */
    synchronized void letGo(HoldEnd end) {
        CellUse use = end.use();
        if (use.holds().remove(end) && use.holds().isEmpty()) {
            drop(use);
        }
    }

    /**
     * Whether a cell is used by any process or message, as far as they are counted. Once it is not, it never is again.
     *
     * @param cell what {@link #look} gave
     */
    public static boolean isUsed(SharedCell cell) {
        return cell.uses() > 0;
    }

    /**
     * A cell as one sees it who does not use it: memory that may be anybody's, or nobody's, as soon as it is used no more.
     *
     * @throws IOException if it is gone with all its neighbours
     */
    public SharedCell look(long handle) throws IOException {
        return new SharedCell(heap, cellOf(handle), handle);
    }

    private SharedCell receive(long handle, SharedBytes cell) throws IOException {
        ledger.prepare();
        if (!isCounted(cell)) {
            throw none(handle, null);
        }
        int entry = ledger.add(handle);
        SharedCell received = new SharedCell(heap, cell, handle);
        CellUse use = new CellUse(received, unreachable, null);
        use.enter(entry);
        received.use(use);
        this.received.add(use);
        known.put(handle, new WeakReference<>(received));
        collector.work();
        return received;
    }

    /** Counts one more use, unless the last one was dropped. */
    private static boolean isCounted(SharedBytes cell) {
        int uses = cell.getIntVolatile(CellLayout.USES_OFFSET);
        while (uses > 0) {
            if (cell.compareAndSetInt(CellLayout.USES_OFFSET, uses, uses + 1)) {
                return true;
            }
            uses = cell.getIntVolatile(CellLayout.USES_OFFSET);
        }
        return false;
    }

    private SharedBytes cellOf(long handle) throws IOException {
        int index = CellLayout.indexOf(handle);
        if (index < 0 || index >= CellLayout.CELL_COUNT) {
            throw none(handle, null);
        }
        try {
            Region chunk = heap.attach(CellLayout.chunkOf(handle), CellLayout.CHUNK_BYTES);
            return chunk.memory().slice(CellLayout.cell(index), CellLayout.CELL_BYTES);
        } catch (IOException noChunk) {
            throw none(handle, noChunk);
        }
    }

    private static IOException none(long handle, IOException cause) {
        return new IOException("cannot attach to a shared object: there is none of this kind, it was freed or comes from"
                + " another program; handle=" + handle, cause);
    }

    private synchronized SharedCell make(int kind) throws IOException {
        collector.dropUnreachable();
        if (own.isTimeToCollect()) {
            collector.collect();
            own.collected();
        }
        return own.make(kind, unreachable);
    }

    /** Before the handle of a cell leaves this process for the first time. */
    synchronized void send(SharedCell cell) {
        CellUse use = cell.use();
        if (use.isDropped()) {
            throw new IllegalStateException("cannot send a shared object: this process has let go of it; " + cell);
        }
        if (use.isPrivate()) {
            ledger.prepare();
            cell.countUse();
            use.enter(ledger.add(cell.handle()));
            known.put(cell.handle(), new WeakReference<>(cell));
            collector.work();
        }
    }

    /** From now on what is unreachable is dropped also while nobody makes cells. */
    synchronized void work() {
        collector.work();
    }

    /** So many bytes belong to the cell, which the garbage collector does not feel. */
    synchronized void extended(SharedCell cell, long bytes) {
        CellUse use = cell.use();
        if (use != null && !use.isDropped() && use.extensionBytes() == 0) {
            use.extend(bytes);
            collector.hold(bytes);
        }
    }

    /**
     * Has the garbage collector find what is unreachable and drops it, since memory is short: that may be enough. Takes some
     * tenths of a second. Not for whom has a lock of a shared object.
     */
    public synchronized void collect() {
        collector.collect();
    }

    private void dropUnreachable(Reference<?> found) {
        if (found instanceof HoldEnd end) {
            letGo(end);
        } else {
            drop((CellUse) found);
        }
    }

    /** Nobody in this process can use the cell or send its handle any more. */
    private synchronized void drop(CellUse use) {
        if (!use.drop()) {
            return;
        }
        collector.release(use.extensionBytes());
        if (use.isPrivate()) {
            int index = CellLayout.indexOf(use.handle());
            vacate(use.chunk().cell(index), use.handle());
            own.free(use.chunk(), index);
            return;
        }
        known.computeIfPresent(use.handle(), (handle, cell) -> isOver(cell.get()) ? null : cell);
        received.remove(use);
        if (use.isOwn()) {
            use.chunk().leave(CellLayout.indexOf(use.handle()));
        }
        dropUse(use.handle(), use.entry());
    }

    private static boolean isOver(SharedCell cell) {
        return cell == null || cell.use().isDropped();
    }

    /** Drops one use: of this process, of a dead one or of a message. Empties the cell if it was the last. */
    public void dropUse(long handle) {
        dropUse(handle, Ledger.NO_ENTRY);
    }

    /** What is struck out and still counted for a moment would be so for ever if this process were killed then. */
    private void dropUse(long handle, int entry) {
        try {
            SharedBytes cell = cellOf(handle);
            OrphanedChunk chunk = OrphanedChunk.of(heap, CellLayout.chunkOf(handle));
            ledger.strikeOut(entry);
            if (cell.getAndAddInt(CellLayout.USES_OFFSET, -1) == 1) {
                vacate(cell, handle);
                own.retire(handle);
                chunk.freeIfEmpty();
            }
        } catch (IOException gone) {
            throw new IllegalStateException("a use of a shared object was dropped twice; handle=" + handle, gone);
        }
    }

    /**
     * Empties a cell that nobody uses.
     *
     * <p>Race: two are about to do it, or a new owner waits for it. The magic says that somebody is at it, and is 0 at last.
     */
    void vacate(SharedBytes cell, long handle) {
        if (!cell.compareAndSetLong(CellLayout.MAGIC_OFFSET, CellLayout.magic(handle), CellLayout.EMPTYING)) {
            return;
        }
        int kind = cell.getIntVolatile(CellLayout.KIND_OFFSET);
        if (Farewell.isFor(kind)) {
            Farewells.say(kind, new SharedCell(heap, cell, handle));
        }
        long extension = cell.getLongVolatile(CellLayout.EXTENSION_OFFSET);
        if (extension != 0) {
            own.freeRegion(extension);
        }
        cell.put(CellLayout.KIND_OFFSET, ZEROS, 0, ZEROS.length);
        cell.setLongVolatile(CellLayout.MAGIC_OFFSET, 0);
    }

    private synchronized void underLock(Runnable work) {
        work.run();
    }

    void close() {
        collector.close();
    }
}
