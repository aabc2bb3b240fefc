package offspring.ipc;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.time.Duration;
import java.util.AbstractQueue;
import java.util.Collection;
import java.util.Iterator;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import offspring.NotShippableException;
import offspring.QueueClosedException;
import offspring.message.Message;
import offspring.os.Readables;
import offspring.sync.Waitable;

/**
 * A queue between processes, and between their threads: first in, first out, any number of producers and consumers.
 *
 * <p>Shape: items as bytes in the family's shared memory, without a server and without threads of its own. With a maximum
 * size {@code put} waits while it is full; without one it takes whatever memory there is, and gives it back as it is
 * emptied.
 *
 * <p>Processes: captured by a task, passed or sent, it is the same queue in every process of the program. A producer may end
 * at once after {@code put}: its items are in the queue.
 *
 * <p>Shipping: an item is encoded by who puts it, at once: one that cannot travel is an error there and takes no place. Who
 * takes it gets a copy; shared objects in it are the same ones. No item is null.
 *
 * <p>Death: an item is in the queue, or was taken by exactly one consumer. What a killed consumer had taken goes with it; a
 * killed producer loses an item whose {@code put} had not returned. Neither holds up or confuses anybody else.
 *
 * <p>Blocking: {@code put} and {@code take}, and {@code offer} and {@code poll} with a time; an interrupt ends the wait with an
 * {@link InterruptedException} and changes nothing. A virtual thread parks.
 *
 * <p>Waiting for several: {@link Waitable#waitForAny}; a queue is ready when there is an item, or it is closed.
 *
 * <p>Order: what was done before an item was put is seen by who takes it.
 *
 * <p>Lifetime: as long as anybody can reach it, its items too; there is nothing that has to be closed. Its memory goes back when
 * the garbage collectors of those who had it have found out; a put for which there is no memory has ours look first.
 * {@link #close} says to all processes that nothing more will come.
 *
 * <p>Cost: an item is encoded and copied into shared memory, copied out and decoded: a lock and two copies on each side, no
 * system call while the other side is awake.
 *
 * @param <E> what is put and taken
 * @apiNote Python: {@code multiprocessing.Queue}. Differs: {@code put} does not return before the item is in the queue, which no
 *     thread has to send later; {@code size} and {@code isEmpty} are right; a killed process neither breaks nor blocks it;
 *     {@code close} is for all processes.
 */
public class SharedQueue<E> extends AbstractQueue<E> implements BlockingQueue<E>, Waitable, Serializable {

    private static final long serialVersionUID = 1;

    static {
        Readables.add(SharedQueue.class, queue -> ((SharedQueue<?>) queue).core);
    }

    private final transient QueueCore core;

    SharedQueue(QueueCore core) {
        this.core = core;
    }

    /**
     * Makes an empty queue for any number of items.
     *
     * @param <E> what is put and taken
     * @return a new queue
     * @throws java.io.UncheckedIOException if there is no memory for it
     */
    public static <E> SharedQueue<E> create() {
        return new SharedQueue<>(QueueCore.create(QueueKind.QUEUE, Long.MAX_VALUE));
    }

    /**
     * Makes an empty queue for so many items.
     *
     * @param <E> what is put and taken
     * @param maxSize how many items it holds at most
     * @return a new queue
     * @throws IllegalArgumentException if that is less than 1
     * @throws java.io.UncheckedIOException if there is no memory for it
     */
    public static <E> SharedQueue<E> create(int maxSize) {
        return new SharedQueue<>(QueueCore.create(QueueKind.QUEUE, requireSize(maxSize)));
    }

    static int requireSize(int maxSize) {
        if (maxSize < 1) {
            throw new IllegalArgumentException("cannot make a queue: its maximum size must be at least 1, or left out for a"
                    + " queue without one; maxSize=" + maxSize);
        }
        return maxSize;
    }

    private static <E> E requireItem(E item) {
        return Objects.requireNonNull(item, "cannot put null into a SharedQueue: it means that nothing is there;"
                + " a SimpleQueue takes it, or close the queue to say that nothing more will come");
    }

    final QueueCore core() {
        return core;
    }

    /** A message of the queue was taken by this process: what it says. */
    E taken(Message message) {
        @SuppressWarnings("unchecked") // what was put is an E
        E item = (E) core.decode(message);
        return item;
    }

    /**
     * Puts an item, and waits for room.
     *
     * @param item what to put
     * @throws InterruptedException if the thread is interrupted before or meanwhile; nothing was put
     * @throws NotShippableException if it cannot travel; nothing was put
     * @throws QueueClosedException if the queue is closed, or while it waits
     * @throws java.io.UncheckedIOException if there is no memory for it; nothing was put
     */
    @Override
    public void put(E item) throws InterruptedException {
        core.put(requireItem(item), Long.MAX_VALUE);
    }

    /**
     * Puts an item if there is room.
     *
     * @param item what to put
     * @return whether it was put
     * @throws NotShippableException if it cannot travel
     * @throws QueueClosedException if the queue is closed
     * @throws java.io.UncheckedIOException if there is no memory for it
     */
    @Override
    public boolean offer(E item) {
        return core.offer(requireItem(item));
    }

    /**
     * Puts an item, and waits for room, but not longer than that.
     *
     * @param item what to put
     * @param time how long at most; zero or negative means to try once
     * @param unit of the time
     * @return whether it was put
     * @throws InterruptedException as {@link #put}
     */
    @Override
    public boolean offer(E item, long time, TimeUnit unit) throws InterruptedException {
        return core.put(requireItem(item), unit.toNanos(time));
    }

    /**
     * Puts an item, and waits for room, but not longer than that.
     *
     * @param item what to put
     * @param timeout how long at most; zero or negative means to try once
     * @return whether it was put
     * @throws InterruptedException as {@link #put}
     */
    public boolean offer(E item, Duration timeout) throws InterruptedException {
        return core.put(requireItem(item), Times.nanos(timeout));
    }

    /**
     * Takes the first item, and waits for one.
     *
     * @return the item
     * @throws InterruptedException if the thread is interrupted before or meanwhile; nothing was taken
     * @throws QueueClosedException if the queue is closed and empty, or becomes so while it waits
     * @throws NotShippableException if the item cannot be decoded here; it was taken
     */
    @Override
    public E take() throws InterruptedException {
        Message message = core.take(Long.MAX_VALUE);
        if (message == null) {
            throw core.closed("take from");
        }
        return taken(message);
    }

    /**
     * Takes the first item, if there is one.
     *
     * @return the item, or null
     * @throws NotShippableException if it cannot be decoded here; it was taken
     */
    @Override
    public E poll() {
        return orNull(core.tryTake());
    }

    /**
     * Takes the first item, and waits for one, but not longer than that, and not if the queue is closed.
     *
     * @param time how long at most; zero or negative means to try once
     * @param unit of the time
     * @return the item, or null
     * @throws InterruptedException as {@link #take}
     */
    @Override
    public E poll(long time, TimeUnit unit) throws InterruptedException {
        return orNull(core.take(unit.toNanos(time)));
    }

    /**
     * Takes the first item, and waits for one, but not longer than that, and not if the queue is closed.
     *
     * @param timeout how long at most; zero or negative means to try once
     * @return the item, or null
     * @throws InterruptedException as {@link #take}
     */
    public E poll(Duration timeout) throws InterruptedException {
        return orNull(core.take(Times.nanos(timeout)));
    }

    private E orNull(Message message) {
        return message == null ? null : taken(message);
    }

    /**
     * A copy of the first item, which stays in the queue.
     *
     * @return the item, or null
     */
    @Override
    public E peek() {
        Message message = core.peek();
        return message == null ? null : decoded(message);
    }

    E decoded(Message message) {
        @SuppressWarnings("unchecked") // what was put is an E
        E item = (E) core.decode(message);
        return item;
    }

    /**
     * How many items are in it at this moment.
     *
     * @return as many as fit an int
     */
    @Override
    public int size() {
        return (int) Math.min(core.size(), Integer.MAX_VALUE);
    }

    @Override
    public boolean isEmpty() {
        return core.size() == 0;
    }

    /**
     * How many items more it holds at this moment.
     *
     * @return {@link Integer#MAX_VALUE} if it has no maximum size
     */
    @Override
    public int remainingCapacity() {
        long room = core.maxSize() - core.size();
        return Math.clamp(room, 0, Integer.MAX_VALUE);
    }

    /**
     * Takes all that is there.
     *
     * @param to where to add it
     * @return how many items it were
     * @throws IllegalArgumentException if that is this queue
     */
    @Override
    public int drainTo(Collection<? super E> to) {
        return drainTo(to, Integer.MAX_VALUE);
    }

    /**
     * Takes what is there, up to a number of items.
     *
     * @param to where to add it
     * @param max how many items at most
     * @return how many items it were
     * @throws IllegalArgumentException if that is this queue
     */
    @Override
    public int drainTo(Collection<? super E> to, int max) {
        if (Objects.requireNonNull(to).equals(this)) {
            throw new IllegalArgumentException("cannot drain a queue into itself; " + this);
        }
        int count = 0;
        for (Message message = null; count < max && (message = core.tryTake()) != null; count++) {
            to.add(taken(message));
        }
        return count;
    }

    /**
     * The items that are there now, as copies; what is put or taken later is not seen. {@code remove} removes an item unless
     * somebody has taken it.
     */
    @Override
    public Iterator<E> iterator() {
        return new QueueIterator<>(this);
    }

    /** The same items as those of {@link #iterator}, of which nobody knows beforehand how many they will be. */
    @Override
    public Spliterator<E> spliterator() {
        int traits = Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.CONCURRENT;
        return Spliterators.spliteratorUnknownSize(iterator(), traits);
    }

    @Override
    public boolean remove(Object item) {
        for (Message message : core.all()) {
            if (decoded(message).equals(item) && removeMessages(number -> number == message.number()) > 0) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean removeIf(Predicate<? super E> condition) {
        return QueueIterator.removeAll(this, Objects.requireNonNull(condition));
    }

    @Override
    public boolean removeAll(Collection<?> items) {
        Objects.requireNonNull(items);
        return QueueIterator.removeAll(this, items::contains);
    }

    @Override
    public boolean retainAll(Collection<?> items) {
        Objects.requireNonNull(items);
        return QueueIterator.removeAll(this, item -> !items.contains(item));
    }

    @Override
    public void clear() {
        long puts = core.puts();
        removeMessages(number -> number < puts);
    }

    /** Removes items that nobody will take; how many were still there. */
    int removeMessages(LongPredicate numbers) {
        return core.remove(numbers);
    }

    /**
     * Closes it for all processes: nothing more can be put. What is in it can still be taken; then {@code take} says that it is
     * closed, and {@code poll} gives null at once. All who wait are woken. Idempotent.
     */
    public void close() {
        core.close();
    }

    /**
     * Whether it is closed; there may be items in it all the same.
     *
     * @return true after {@link #close}, in whatever process
     */
    public boolean isClosed() {
        return core.isClosed();
    }

    /**
     * The items, taken one after the other as they are asked for, until the queue is closed and empty. An interrupt of who asks
     * restores the flag and is a {@link java.util.concurrent.CancellationException}.
     *
     * @return a sequential stream that need not be closed
     */
    public Stream<E> streamTaken() {
        return StreamSupport.stream(new TakenItems<>(this), false);
    }

    /**
     * Takes items until the queue is closed and empty.
     *
     * @param action what to do with each
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public void forEachTaken(Consumer<? super E> action) throws InterruptedException {
        Objects.requireNonNull(action);
        for (Message next = core.take(Long.MAX_VALUE); next != null; next = core.take(Long.MAX_VALUE)) {
            action.accept(taken(next));
        }
    }

    final Object writeReplace() {
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
    public final boolean equals(Object other) {
        return other instanceof SharedQueue<?> queue && queue.core.id() == core.id();
    }

    @Override
    public final int hashCode() {
        return Long.hashCode(core.id());
    }

    /** Says how many items are in it; not which, since they would have to be decoded. */
    @Override
    public String toString() {
        return core.toString();
    }
}
