package offspring.message;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongPredicate;
import offspring.lock.Holder;
import offspring.lock.LockWord;
import offspring.lock.Sleepers;
import offspring.region.FamilyHeap;
import offspring.region.Hold;
import offspring.region.Region;
import offspring.region.SharedCell;

/**
 * Messages from any number of processes and threads to any number, first in, first out, through shared memory.
 *
 * <p>Shape: {@value #PARTS} parts of a cell's extension, see {@link StreamLayout}, and segments of the family's heap, which
 * grow with the backlog and are given back as it shrinks.
 *
 * <p>Processes: any thread of any process that has the cell. The cell is the life of the stream: who empties it calls
 * {@link #dispose}.
 *
 * <p>Death: at any instruction it leaves a message either in the stream or not, and taken by one or by nobody. Who was
 * putting or taking is succeeded as any holder of a {@link LockWord}.
 *
 * <p>Order: in which they were put. What was done before a put is seen after the take.
 *
 * <p>Blocking: {@link #awaitMessage} and {@link #awaitRoom}; all else waits for a lock, interrupts or not. It is held while a
 * message is copied, for microseconds if that is small, and while all are looked at.
 *
 * <p>Cost: one message is two locks, two copies, and no system call while its reader is awake.
 */
public final class MessageStream {

    /** How many parts of the cell's extension it takes. */
    public static final int PARTS = StreamLayout.PARTS;

    /** What became of a put. */
    public enum Put {
        /** The message is in the stream. */
        DONE,
        /** There is no room under the limits. */
        FULL,
        /** The stream is closed. */
        CLOSED
    }

    /** Who disposes of a stream waits so long for a lock that nobody should hold. */
    private static final long PATIENCE_NANOS = 1_000_000_000;

    private final FamilyHeap heap;
    private final long maxMessages;
    private final long maxBytes;
    private final PutSide putSide;
    private final TakeSide takeSide;
    private final StreamSleep takers;
    private final StreamSleep putters;

    private MessageStream(SharedCell cell, Region extension, int firstPart, long maxMessages, long maxBytes, Tally tally) {
        this.heap = cell.heap();
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
        Segments ofTakers = new Segments(heap);
        SharedCell left = cell.part(extension, firstPart + StreamLayout.TAKERS);
        Leftovers leftovers = new Leftovers(left, ofTakers);
        SharedCell room = cell.part(extension, firstPart + StreamLayout.PUTTERS);
        this.putSide =
                new PutSide(cell.part(extension, firstPart + StreamLayout.PUT_SIDE), room, new Segments(heap));
        this.takeSide = new TakeSide(
                cell.part(extension, firstPart + StreamLayout.TAKE_SIDE), leftovers, ofTakers, putSide, tally);
        this.takers = new StreamSleep(new Sleepers(left, StreamLayout.SIGNAL));
        this.putters = new StreamSleep(new Sleepers(room, StreamLayout.SIGNAL));
    }

    /**
     * Makes a stream of parts that are all zeros.
     *
     * @param cell whose extension it is
     * @param firstPart the number of its first part
     * @param maxMessages how many messages it holds at most; {@link Long#MAX_VALUE}: any number
     * @param maxBytes with more in it, heads of messages included, it takes none, unless it is empty; {@link Long#MAX_VALUE}: no limit
     * @throws IOException if there is no memory
     */
    public static MessageStream create(
            SharedCell cell, Region extension, int firstPart, long maxMessages, long maxBytes) throws IOException {
        return create(cell, extension, firstPart, maxMessages, maxBytes, Tally.NONE);
    }

    /** The same, with a tally of who takes what. */
    public static MessageStream create(
            SharedCell cell, Region extension, int firstPart, long maxMessages, long maxBytes, Tally tally)
            throws IOException {
        MessageStream stream = new MessageStream(cell, extension, firstPart, maxMessages, maxBytes, tally);
        Segment first = Segment.create(stream.heap, SegmentLayout.SMALLEST_BITS);
        stream.putSide.begin(first);
        stream.takeSide.begin(first);
        return stream;
    }

    /** The stream that another process, or this one, has made; with the same limits. */
    public static MessageStream attach(
            SharedCell cell, Region extension, int firstPart, long maxMessages, long maxBytes) {
        return attach(cell, extension, firstPart, maxMessages, maxBytes, Tally.NONE);
    }

    /** The same, with a tally of who takes what. */
    public static MessageStream attach(
            SharedCell cell, Region extension, int firstPart, long maxMessages, long maxBytes, Tally tally) {
        return new MessageStream(cell, extension, firstPart, maxMessages, maxBytes, tally);
    }

    /**
     * Puts a message, if there is room.
     *
     * @throws IOException if there is no memory; nothing was put
     */
    public Put tryPut(Outgoing message) throws IOException {
        LockWord lock = putSide.lock();
        Locking.lock(lock);
        try {
            repairPutSide(lock);
            if (putSide.isClosed()) {
                return Put.CLOSED;
            }
            if (!putSide.hasRoom(maxMessages, maxBytes, takeSide)) {
                return Put.FULL;
            }
            putSide.put(message, takeSide);
        } finally {
            lock.release();
        }
        takers.wake();
        if (putters.any() && hasRoom()) {
            putters.wake(); // one take may have made room for several, and woken one
        }
        return Put.DONE;
    }

    /** With the lock come the duties of a holder who died. */
    private void repairPutSide(LockWord lock) throws IOException {
        if (lock.isMarked()) {
            putSide.repair();
            lock.markSound();
        }
    }

    /**
     * Takes the first message.
     *
     * @return null if there is none
     * @throws IOException if the stream is damaged
     */
    public Message tryTake() throws IOException {
        Cursor cursor;
        Raw taken;
        List<Hold> cargo;
        boolean more;
        lockToTake();
        try {
            cursor = takeSide.cursor();
            if (!takeSide.findPresent(cursor)) {
                return null;
            }
            taken = raw(cursor);
            cargo = attached(taken.handles); // while the message still counts
            takeSide.take(cursor);
            more = takeSide.find(cursor);
        } finally {
            takeSide.lock().release();
        }
        putters.wake();
        if (more) {
            takers.wake();
        }
        return taken.message(cargo);
    }

    /** The first message, which stays where it is; null if there is none. */
    public Message peek() throws IOException {
        List<Message> first = look(1);
        return first.isEmpty() ? null : first.getFirst();
    }

    /** All messages, which stay where they are. */
    public List<Message> all() throws IOException {
        return look(Long.MAX_VALUE);
    }

    private List<Message> look(long count) throws IOException {
        List<Message> found = new ArrayList<>();
        lockToTake();
        try {
            Cursor cursor = takeSide.cursor();
            while (found.size() < count && takeSide.find(cursor)) {
                if (!takeSide.segment(cursor).isRemoved(cursor.position)) {
                    Raw raw = raw(cursor);
                    found.add(raw.message(attached(raw.handles)));
                }
                takeSide.pass(cursor);
            }
        } finally {
            takeSide.lock().release();
        }
        return found;
    }

    /**
     * Removes messages, wherever they are.
     *
     * @param numbers tells which, by their {@linkplain Message#number numbers}
     * @return how many of them were still there
     */
    public int remove(LongPredicate numbers) throws IOException {
        int count;
        lockToTake();
        try {
            count = removeLocked(numbers);
        } finally {
            takeSide.lock().release();
        }
        for (int i = 0; i < count; i++) {
            putters.wake();
        }
        return count;
    }

    private int removeLocked(LongPredicate numbers) throws IOException {
        int count = 0;
        for (Cursor cursor = takeSide.cursor(); takeSide.find(cursor); takeSide.pass(cursor)) {
            if (!takeSide.segment(cursor).isRemoved(cursor.position) && numbers.test(cursor.takes)) {
                takeSide.remove(cursor);
                count++;
            }
        }
        if (count > 0) {
            takeSide.passRemoved();
        }
        return count;
    }

    /** What a record says, without its objects. */
    private record Raw(long number, int kind, byte[] payload, long[] handles) {
        Message message(List<Hold> cargo) {
            return new Message(number, kind, payload, cargo);
        }
    }

    private Raw raw(Cursor cursor) throws IOException {
        Segment segment = takeSide.segment(cursor);
        return new Raw(
                cursor.takes, segment.kind(cursor.position), takeSide.copy(cursor), segment.handles(cursor.position));
    }

    /** From now on we use what is in a message. An object that is gone is told of by who decodes the message. */
    private List<Hold> attached(long[] handles) {
        if (handles.length == 0) {
            return List.of();
        }
        List<Hold> cargo = new ArrayList<>(handles.length);
        for (long handle : handles) {
            try {
                cargo.add(heap.cells().attachAndHold(handle, kind -> true));
            } catch (IOException gone) {
                System.getLogger(MessageStream.class.getName()).log(Level.DEBUG, "a shared object was lost", gone);
            }
        }
        return cargo;
    }

    /**
     * Runs something while nobody takes.
     *
     * @throws IOException if the stream is damaged
     */
    public void whileNobodyTakes(Runnable work) throws IOException {
        lockToTake();
        try {
            work.run();
        } finally {
            takeSide.lock().release();
        }
    }

    private void repairForTheDead() {
        long holder = takeSide.lock().get();
        if (!LockWord.isFree(holder) && Holder.isDead(holder)) {
            try {
                lockToTake();
                takeSide.lock().release();
            } catch (IOException damaged) {
                // who takes is told
            }
        }
    }

    /** With the lock come the duties of a holder who died. */
    private void lockToTake() throws IOException {
        Locking.lock(takeSide.lock());
        repairIfMarked();
    }

    /** With the lock, which is released if it is an exception. */
    private void repairIfMarked() throws IOException {
        LockWord lock = takeSide.lock();
        if (lock.isMarked()) {
            try {
                takeSide.repair();
                lock.markSound();
            } catch (IOException | RuntimeException damaged) {
                lock.release();
                throw damaged;
            }
        }
    }

    /** How many messages are in it: a moment old. */
    public long size() {
        long gone = takeSide.gone();
        return putSide.puts() - gone;
    }

    /** How many messages were taken or removed: a moment old. */
    public long gone() {
        return takeSide.gone();
    }

    /** How many messages were ever put. */
    public long puts() {
        return putSide.puts();
    }

    /** Whether it is closed: nothing can be put any more. */
    public boolean isClosed() {
        return putSide.isClosed();
    }

    /**
     * Closes it, and wakes all who wait. What is in it can still be taken. Waits for nobody, and a put that is under way may
     * still be done.
     */
    public void close() {
        putSide.close();
        takers.wakeAll();
        putters.wakeAll();
    }

    /** Returns when every put that was under way is done or failed. */
    public void awaitPuts() {
        Locking.lock(putSide.lock());
        putSide.lock().release();
    }

    /**
     * Waits until there is a message, or the stream is closed, or somebody has woken us for the condition. Takes nothing.
     *
     * @param nanos how long at most; 0 or less looks once
     * @param orElse what ends the wait, too; looked at after {@link #wakeTakers} and at times
     * @return false after the time
     * @throws InterruptedException if the thread is interrupted before or meanwhile
     */
    public boolean awaitMessage(long nanos, BooleanSupplier orElse) throws InterruptedException {
        return takers.await(nanos, () -> size() > 0 || isClosed() || orElse.getAsBoolean(), this::giveBack);
    }

    /** As {@link #awaitMessage}, for who has many streams watched: costs hardly anything while nothing happens. */
    public void watchForMessage(BooleanSupplier orElse) throws InterruptedException {
        takers.watch(() -> size() > 0 || isClosed() || orElse.getAsBoolean(), this::repairForTheDead);
    }

    /** Waits until there is room, or the stream is closed. The same otherwise. */
    public boolean awaitRoom(long nanos, BooleanSupplier orElse) throws InterruptedException {
        return putters.await(nanos, () -> isClosed() || hasRoom() || orElse.getAsBoolean(), this::repairForTheDead);
    }

    /** For whom was woken for a message and does not take it. */
    public void passOn() {
        if (size() > 0) {
            takers.wake();
        }
    }

    /** Has all who wait for a message look at their condition. */
    public void wakeTakers() {
        takers.wakeAll();
    }

    /** Has all who wait for room look at their condition. */
    public void wakePutters() {
        putters.wakeAll();
    }

    private boolean hasRoom() {
        long messages = size();
        return messages < maxMessages && (messages == 0 || putSide.bytes() - takeSide.bytes() < maxBytes);
    }

    /** Nothing came for a while: an empty stream needs little memory, and who died with the lock may have left something. */
    private void giveBack() {
        repairForTheDead();
        LockWord lock = putSide.lock();
        if (!lock.tryFresh()) {
            return;
        }
        try {
            putSide.giveBack(takeSide.takes());
        } catch (IOException noMemory) {
            // then it stays as it is
        } finally {
            lock.release();
        }
    }

    /**
     * Gives back all that the stream has, and the uses in its messages. Nobody uses it, or will; whoever seems to all the
     * same is waited for a second at most on each side, and once: between two locks somebody might take it, and keep us for ever.
     *
     * @throws IOException if somebody uses it, or it is damaged
     */
    public void dispose() throws IOException {
        lockToDispose(putSide.lock(), "puts into it");
        try {
            repairPutSide(putSide.lock());
            lockToDispose(takeSide.lock(), "takes from it");
            disposeLocked();
        } finally {
            putSide.lock().release();
        }
    }

    private void disposeLocked() throws IOException {
        repairIfMarked();
        try {
            removeLocked(number -> true);
            Cursor cursor = takeSide.cursor();
            takeSide.findPresent(cursor);
            putSide.dispose(cursor.segment);
        } finally {
            takeSide.lock().release();
        }
    }

    private static void lockToDispose(LockWord lock, String what) throws IOException {
        if (!Locking.tryLock(lock, PATIENCE_NANOS)) {
            throw new IOException("cannot give back a stream of messages: somebody " + what);
        }
    }
}
