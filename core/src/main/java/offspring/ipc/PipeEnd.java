package offspring.ipc;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.nio.channels.ClosedChannelException;
import offspring.handle.Handle;
import offspring.message.Message;
import offspring.message.MessageStream;
import offspring.message.Outgoing;
import offspring.region.Cells;
import offspring.region.FamilyHeap;
import offspring.region.Hold;
import offspring.region.SharedCell;

/**
 * One end of a pipe as one object of this process has it, until that is closed.
 *
 * <p>Race: it is closed while another thread sends or receives. Nothing is given up before that thread is out, and it
 * is woken.
 *
 * <p>Race: a message is sent, and its sender closes, after a receiver has looked for a message and before it looks
 * whether the other end is there. It looks for a message once more after it has found it gone.
 *
 * <p>Race: whoever was to tell of the end of the other side was killed at it, or the dead were reaped by nobody. So
 * who waits looks for himself whether the other end is used, and for the dead.
 */
final class PipeEnd {

    private final Hold hold;
    private final Hold bodyHold;
    private final FamilyHeap heap;
    private final long handle;
    private final int side;
    /** Null where nothing comes in. */
    private final MessageStream incoming;
    /** Null where nothing goes out. */
    private final MessageStream outgoing;
    /** The other end, of which this is no use. Null if it was gone when we came. */
    private final SharedCell other;

    private final Turnstile inside = new Turnstile();

    private PipeEnd(FamilyHeap heap, Hold hold, Hold bodyHold) throws IOException {
        this.heap = heap;
        this.hold = hold;
        this.bodyHold = bodyHold;
        this.handle = hold.cell().handle();
        this.side = hold.cell().getInt(PipeLayout.SIDE);
        PipeBody body = PipeBody.of(bodyHold.cell());
        this.incoming = body.streamTo(side);
        this.outgoing = body.streamTo(1 - side);
        this.other = body.end(1 - side);
    }

    /**
     * Makes a pipe; its ends.
     *
     * @throws UncheckedIOException if there is no memory for it
     */
    static PipeEnd[] create(boolean duplex) {
        SharedCell body = Handle.newCell(PipeKind.BODY);
        SharedCell[] cells = {Handle.newCell(PipeKind.END), Handle.newCell(PipeKind.END)};
        try (Hold meanwhile = body.hold()) {
            PipeBody.create(meanwhile.cell(), cells, duplex);
            return new PipeEnd[] {attach(cells[0]), attach(cells[1])};
        } catch (IOException full) {
            throw new UncheckedIOException("cannot make a SharedPipe: " + full.getMessage(), full);
        }
    }

    /** The end of a cell that this process uses. */
    static PipeEnd attach(SharedCell cell) throws IOException {
        FamilyHeap heap = FamilyHeap.current();
        Hold hold = cell.hold();
        Hold body = null;
        try {
            body = heap.cells().attachAndHold(cell.getLong(PipeLayout.BODY), PipeKind.BODY::accepts);
            return new PipeEnd(heap, hold, body);
        } catch (IOException | RuntimeException gone) {
            hold.close();
            if (body != null) {
                body.close();
            }
            throw gone;
        }
    }

    long handle() {
        return handle;
    }

    boolean isFirst() {
        return side == 0;
    }

    boolean receives() {
        return incoming != null;
    }

    boolean sends() {
        return outgoing != null;
    }

    boolean isOpen() {
        return !inside.isClosed();
    }

    /** Waits for a message and takes it. */
    Message receive() throws IOException, InterruptedException {
        requireReceives();
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        enter();
        try {
            while (true) {
                Message message = take();
                if (message != null) {
                    return message;
                }
                incoming.awaitMessage(Long.MAX_VALUE, this::isOverForReceivers);
            }
        } finally {
            leave();
        }
    }

    /** The first message, null if there is none yet. */
    private Message take() throws IOException {
        Message message = incoming.tryTake();
        if (message != null) {
            return message;
        }
        if (inside.isClosed()) {
            incoming.passOn();
            throw new ClosedChannelException();
        }
        if (isOtherGone(incoming)) {
            message = incoming.tryTake();
            if (message == null) {
                throw new EOFException("cannot receive: nobody holds the other end of the pipe any more, and all that"
                        + " was sent was received; " + this);
            }
        }
        return message;
    }

    /** Whether {@link #receive} would not wait; waits for that. */
    boolean poll(long nanos) throws IOException, InterruptedException {
        requireReceives();
        enter();
        try {
            boolean ready = incoming.awaitMessage(nanos, this::isOverForReceivers);
            incoming.passOn();
            if (inside.isClosed()) {
                throw new ClosedChannelException();
            }
            return ready;
        } finally {
            leave();
        }
    }

    /** Whether {@link #receive} would not wait, be it that it throws. For an end that receives. */
    boolean isReady() {
        if (!inside.enter()) {
            return true;
        }
        try {
            return incoming.size() > 0 || isOverForReceivers();
        } finally {
            leave();
        }
    }

    /** Waits for {@link #isReady}. */
    void awaitReady() throws InterruptedException {
        if (!inside.enter()) {
            return;
        }
        try {
            incoming.watchForMessage(this::isOverForReceivers);
        } finally {
            incoming.passOn();
            leave();
        }
    }

    private boolean isOverForReceivers() {
        return inside.isClosed() || isOtherGone(incoming);
    }

    private boolean isOverForSenders() {
        return inside.isClosed() || isOtherGone(outgoing);
    }

    private boolean isOtherGone(MessageStream stream) {
        if (stream.isClosed() || other == null || !Cells.isUsed(other)) {
            return true;
        }
        heap.slots().lookForTheDead();
        return false;
    }

    /** Sends a message; waits while the other side is far behind. */
    void send(Outgoing message) throws IOException, InterruptedException {
        requireSends();
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        enter();
        try {
            while (!put(message)) {
                outgoing.awaitRoom(Long.MAX_VALUE, this::isOverForSenders);
            }
        } finally {
            leave();
        }
    }

    private boolean put(Outgoing message) throws IOException {
        if (inside.isClosed()) {
            outgoing.wakePutters(); // the room may have been for another
            throw new ClosedChannelException();
        }
        MessageStream.Put put = isOtherGone(outgoing) ? MessageStream.Put.CLOSED : Putting.put(outgoing, message, heap);
        if (put == MessageStream.Put.CLOSED) {
            throw new IOException("cannot send: nobody holds the other end of the pipe any more; " + this);
        }
        return put == MessageStream.Put.DONE;
    }

    /** What goes to other processes instead of it. */
    Handle toHandle() throws IOException {
        enter();
        try {
            return new Handle(PipeKind.END, hold.cell());
        } finally {
            leave();
        }
    }

    /** Gives it up as soon as nobody is inside, and has those leave who are. */
    void close() {
        Turnstile.Closing found = inside.close();
        if (found == Turnstile.Closing.EMPTY) {
            letGo();
        } else if (found == Turnstile.Closing.NOT_EMPTY) {
            wakeAll();
        }
    }

    /** Those inside may be out by now; then the memory must not be touched, and can no longer be held. */
    private void wakeAll() {
        try (Hold meanwhile = bodyHold.cell().hold()) {
            if (incoming != null) {
                incoming.wakeTakers();
            }
            if (outgoing != null) {
                outgoing.wakePutters();
            }
            Reference.reachabilityFence(meanwhile);
        } catch (IllegalStateException letGo) {
            // nobody is inside any more
        }
    }

    private void letGo() {
        hold.close();
        bodyHold.close();
    }

    private void enter() throws ClosedChannelException {
        if (!inside.enter()) {
            throw new ClosedChannelException();
        }
    }

    private void leave() {
        if (inside.leave()) {
            letGo();
        }
        Reference.reachabilityFence(this);
    }

    void requireReceives() throws IOException {
        if (incoming == null) {
            throw new IOException("cannot receive: " + onlySends());
        }
    }

    /** Why nothing comes in, for an error's text. */
    String onlySends() {
        return "this end of the pipe only sends; " + this + "; SharedPipe.create(true) makes one whose ends do both";
    }

    void requireSends() throws IOException {
        if (outgoing == null) {
            throw new IOException("cannot send: this end of the pipe only receives; " + this
                    + "; SharedPipe.create(true) makes one whose ends do both");
        }
    }

    @Override
    public String toString() {
        return "end=" + (isFirst() ? "first" : "second") + " pipe=" + bodyHold.cell().handle();
    }
}
