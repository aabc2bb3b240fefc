package offspring.ipc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.util.List;
import java.util.function.LongPredicate;
import offspring.QueueClosedException;
import offspring.handle.Handle;
import offspring.message.Encoded;
import offspring.message.Message;
import offspring.message.MessageStream;
import offspring.message.Outgoing;
import offspring.message.Tally;
import offspring.os.Readable;
import offspring.region.Region;
import offspring.region.SharedCell;
import offspring.wire.Payload;
import offspring.wire.UndecodableException;

/** What the queues have in common: objects in a stream of messages. */
final class QueueCore implements Readable {

    private static final int OBJECT = 0;

    private final QueueKind kind;
    private final SharedCell cell;
    private final MessageStream stream;
    private final long maxSize;

    private QueueCore(QueueKind kind, SharedCell cell, MessageStream stream, long maxSize) {
        this.kind = kind;
        this.cell = cell;
        this.stream = stream;
        this.maxSize = maxSize;
    }

    /** Makes an empty queue. */
    static QueueCore create(QueueKind kind, long maxSize) {
        SharedCell cell = Handle.newCell(kind);
        cell.setLong(QueueLayout.MAX_SIZE, maxSize);
        Region extension = extend(kind, cell, SharedCell.bytesOfParts(QueueLayout.PARTS));
        return create(kind, cell, extension, Tally.NONE);
    }

    /** Of large ones only what is used takes memory. */
    static Region extend(QueueKind kind, SharedCell cell, int bytes) {
        try {
            return cell.extendSparsely(bytes);
        } catch (IOException full) {
            throw noMemory(kind, full);
        }
    }

    /** The same in an extension that has more than a queue. */
    static QueueCore create(QueueKind kind, SharedCell cell, Region extension, Tally tally) {
        long maxSize = cell.getLong(QueueLayout.MAX_SIZE);
        try {
            MessageStream stream =
                    MessageStream.create(cell, extension, QueueLayout.STREAM, maxSize, Long.MAX_VALUE, tally);
            return new QueueCore(kind, cell, stream, maxSize);
        } catch (IOException full) {
            throw noMemory(kind, full);
        }
    }

    private static UncheckedIOException noMemory(QueueKind kind, IOException full) {
        return new UncheckedIOException(
                "cannot make a " + kind.simpleName() + ": there is no memory; " + full.getMessage(), full);
    }

    /** The queue of a cell. */
    static QueueCore attach(QueueKind kind, SharedCell cell) throws IOException {
        return attach(kind, cell, extensionOf(cell), Tally.NONE);
    }

    static QueueCore attach(QueueKind kind, SharedCell cell, Region extension, Tally tally) {
        long maxSize = cell.getLong(QueueLayout.MAX_SIZE);
        MessageStream stream =
                MessageStream.attach(cell, extension, QueueLayout.STREAM, maxSize, Long.MAX_VALUE, tally);
        return new QueueCore(kind, cell, stream, maxSize);
    }

    static Region extensionOf(SharedCell cell) throws IOException {
        return cell.extension().orElseThrow(() -> new IOException("it is not whole; handle=" + cell.handle()));
    }

    Handle handle() {
        return new Handle(kind, cell);
    }

    /** The same for all Java objects of one queue, in all processes. */
    long id() {
        return cell.handle();
    }

    long maxSize() {
        return maxSize;
    }

    long size() {
        try {
            return stream.size();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** How many items were ever put. */
    long puts() {
        return stream.puts();
    }

    /** How many items were taken or removed. */
    long gone() {
        return stream.gone();
    }

    boolean isClosed() {
        return stream.isClosed();
    }

    void close() {
        stream.close();
        stream.awaitPuts();
    }

    /**
     * Puts an item, if need be as soon as there is room.
     *
     * @param nanos how long to wait at most; 0 or less tries once
     * @return false after the time
     */
    boolean put(Object item, long nanos) throws InterruptedException {
        requireNoInterrupt();
        try (Encoded encoded = Encoded.of(item)) {
            Outgoing message = encoded.message(OBJECT);
            long start = System.nanoTime();
            while (!tryPut(message)) {
                long left = nanos - (System.nanoTime() - start);
                if (left <= 0 || !stream.awaitRoom(left, () -> false)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Puts an item if there is room. */
    boolean offer(Object item) {
        try (Encoded encoded = Encoded.of(item)) {
            return tryPut(encoded.message(OBJECT));
        }
    }

    private boolean tryPut(Outgoing message) {
        try {
            return switch (Putting.put(stream, message, cell.heap())) {
                case DONE -> true;
                case FULL -> false;
                case CLOSED -> throw closed("put into");
            };
        } catch (IOException full) {
            throw new UncheckedIOException("cannot put into a " + kind.simpleName() + ": " + full.getMessage()
                    + "; messageBytes=" + message.length() + " size=" + size(), full);
        } finally {
            Reference.reachabilityFence(this);
            Reference.reachabilityFence(message);
        }
    }

    /**
     * Takes an item, if need be as soon as there is one.
     *
     * @param nanos how long to wait at most; 0 or less tries once
     * @return null after the time, or if it is closed and empty
     */
    Message take(long nanos) throws InterruptedException {
        requireNoInterrupt();
        long start = System.nanoTime();
        while (true) {
            Message message = tryTake();
            if (message != null || isOver()) {
                return message;
            }
            long left = nanos - (System.nanoTime() - start);
            if (left <= 0 || !stream.awaitMessage(left, () -> false)) {
                return null;
            }
        }
    }

    /**
     * Whether it is closed and empty, for good.
     *
     * <p>Race: it is closed while a put is under way, which will succeed. Who said "closed and empty" meanwhile would leave
     * an item behind; so who finds it so lets the puts end, and looks again.
     */
    boolean isOver() {
        if (!stream.isClosed() || stream.size() > 0) {
            return false;
        }
        stream.awaitPuts();
        return stream.size() == 0;
    }

    private static void requireNoInterrupt() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /** Whether a take would not wait. */
    @Override
    public boolean isReady() {
        return size() > 0 || isClosed();
    }

    @Override
    public Registration register(Runnable wake) {
        return ReadyWatch.start(this, this::awaitReady, wake);
    }

    private void awaitReady() throws InterruptedException {
        try {
            stream.watchForMessage(() -> false);
            stream.passOn();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    Message tryTake() {
        return reading(stream::tryTake);
    }

    Message peek() {
        return reading(stream::peek);
    }

    List<Message> all() {
        return reading(stream::all);
    }

    /** Removes items by their messages' numbers; how many were still there. */
    int remove(LongPredicate numbers) {
        return reading(() -> stream.remove(numbers));
    }

    /** Runs something while nobody takes. */
    void whileNobodyTakes(Runnable work) {
        reading(() -> {
            stream.whileNobodyTakes(work);
            return null;
        });
    }

    /** What a message says. */
    Object decode(Message message) {
        try {
            return Payload.decode(message.payload());
        } catch (UndecodableException unreadable) {
            throw unreadable.toNotShippable();
        } finally {
            message.letGo();
        }
    }

    QueueClosedException closed(String what) {
        return new QueueClosedException(
                "cannot " + what + " a " + kind.simpleName() + ": it is closed" + ("take from".equals(what) ? " and empty" : ""));
    }

    /** An access to the stream. */
    @FunctionalInterface
    private interface Access<R> {
        R run() throws IOException;
    }

    private <R> R reading(Access<R> access) {
        try {
            return access.run();
        } catch (IOException damaged) {
            throw new UncheckedIOException("cannot use a " + kind.simpleName() + ": " + damaged.getMessage(), damaged);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public String toString() {
        return kind.simpleName() + "[size=" + size() + (maxSize == Long.MAX_VALUE ? "" : " maxSize=" + maxSize)
                + (isClosed() ? " closed" : "") + "]";
    }
}
