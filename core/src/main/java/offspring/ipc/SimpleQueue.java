package offspring.ipc;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import offspring.NotShippableException;
import offspring.QueueClosedException;
import offspring.message.Message;
import offspring.os.Readables;
import offspring.sync.Waitable;

/**
 * The least that a queue between processes can be: put, get, and whether it is empty. It takes any number of items, null
 * included; in everything else it is as {@link SharedQueue}.
 *
 * @param <E> what is put and got
 * @apiNote Python: {@code multiprocessing.SimpleQueue}. Differs: {@code put} never waits for a reader; {@code close} is for all
 *     processes.
 */
public final class SimpleQueue<E> implements Waitable, Serializable {

    private static final long serialVersionUID = 1;

    static {
        Readables.add(SimpleQueue.class, queue -> ((SimpleQueue<?>) queue).core);
    }

    private final transient QueueCore core;

    SimpleQueue(QueueCore core) {
        this.core = core;
    }

    /**
     * Makes an empty queue.
     *
     * @param <E> what is put and got
     * @return a new queue
     * @throws java.io.UncheckedIOException if there is no memory for it
     */
    public static <E> SimpleQueue<E> create() {
        return new SimpleQueue<>(QueueCore.create(QueueKind.SIMPLE, Long.MAX_VALUE));
    }

    /**
     * Puts an item.
     *
     * @param item what to put, may be null
     * @throws NotShippableException if it cannot travel; nothing was put
     * @throws QueueClosedException if the queue is closed
     * @throws java.io.UncheckedIOException if there is no memory for it; nothing was put
     */
    public void put(E item) {
        core.offer(item);
    }

    /**
     * Takes the first item, and waits for one.
     *
     * @return the item, may be null
     * @throws InterruptedException if the thread is interrupted before or meanwhile; nothing was taken
     * @throws QueueClosedException if the queue is closed and empty, or becomes so while it waits
     * @throws NotShippableException if the item cannot be decoded here; it was taken
     */
    public E get() throws InterruptedException {
        Message message = core.take(Long.MAX_VALUE);
        if (message == null) {
            throw core.closed("take from");
        }
        @SuppressWarnings("unchecked") // what was put is an E
        E item = (E) core.decode(message);
        return item;
    }

    /**
     * Whether nothing is in it at this moment.
     *
     * @return false if a {@link #get} would not wait
     * @throws QueueClosedException if the queue is closed and empty
     */
    public boolean isEmpty() {
        if (core.isOver()) {
            throw core.closed("take from");
        }
        return core.size() == 0;
    }

    /** Closes it for all processes: nothing more can be put; what is in it can still be taken. Idempotent. */
    public void close() {
        core.close();
    }

    Object writeReplace() {
        return core.handle();
    }

    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("a queue travels as its handle");
    }

    /**
     * Whether the other is the same shared queue, be it another Java object.
     *
     * @param other anything
     * @return whether both stand for one
     */
    @Override
    public boolean equals(Object other) {
        return other instanceof SimpleQueue<?> queue && queue.core.id() == core.id();
    }

    @Override
    public int hashCode() {
        return Long.hashCode(core.id());
    }

    /** Says how many items are in it. */
    @Override
    public String toString() {
        return core.toString();
    }
}
