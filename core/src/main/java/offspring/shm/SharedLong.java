package offspring.shm;

import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import offspring.handle.Handle;
import offspring.region.SharedCell;

/**
 * A long that several processes read and write: what {@link java.util.concurrent.atomic.AtomicLong} is to threads.
 *
 * <p>Shape: one word of the family's shared memory, and a lock beside it.
 *
 * <p>Processes: captured by a task, passed, returned or sent, it is the same value in every process of the program.
 * Each method is one step that no other process sees half done; a process that is killed has done it or has not.
 *
 * <p>Blocking: none, save by {@link #lock}.
 *
 * <p>Order: reads and writes are those of a volatile field, across processes too.
 *
 * <p>Lifetime: as long as anybody can reach it; there is nothing to close.
 *
 * <p>Cost: a memory access or one atomic instruction, no system call.
 *
 * @apiNote Python: {@code multiprocessing.Value('q', 0)}. Differs: {@code n.value += 1} needs the lock there;
 *     {@link #incrementAndGet} does not.
 */
public final class SharedLong extends SharedData {

    private static final long serialVersionUID = 1;

    SharedLong(SharedCell cell) {
        super(DataKind.LONG, cell);
    }

    /**
     * Makes a value.
     *
     * @param initial what it is at first
     * @return a new value
     * @throws java.io.UncheckedIOException if there is no memory for it
     */
    public static SharedLong create(long initial) {
        SharedLong made = new SharedLong(Handle.newCell(DataKind.LONG));
        made.set(initial);
        return made;
    }

    /**
     * Reads it.
     *
     * @return what was last set, by whichever process
     */
    public long get() {
        return cell().getLong(DataLayout.VALUE);
    }

    /**
     * Writes it.
     *
     * @param value what it is from now on
     */
    public void set(long value) {
        cell().setLong(DataLayout.VALUE, value);
    }

    /**
     * Writes it.
     *
     * @param value what it is from now on
     * @return what it was before
     */
    public long getAndSet(long value) {
        return cell().getAndSetLong(DataLayout.VALUE, value);
    }

    /**
     * Writes it if it is what the caller thinks.
     *
     * @param expected what it has to be
     * @param value what it is then
     * @return false if it was something else, and still is
     */
    public boolean compareAndSet(long expected, long value) {
        return cell().compareAndSetLong(DataLayout.VALUE, expected, value);
    }

    /**
     * Adds 1, wrapping around behind the largest long.
     *
     * @return what it was before
     */
    public long getAndIncrement() {
        return getAndAdd(1);
    }

    /**
     * Subtracts 1.
     *
     * @return what it was before
     */
    public long getAndDecrement() {
        return getAndAdd(-1);
    }

    /**
     * Adds to it.
     *
     * @param more may be negative
     * @return what it was before
     */
    public long getAndAdd(long more) {
        return cell().getAndAddLong(DataLayout.VALUE, more);
    }

    /**
     * Adds 1, wrapping around behind the largest long.
     *
     * @return what it is then
     */
    public long incrementAndGet() {
        return addAndGet(1);
    }

    /**
     * Subtracts 1.
     *
     * @return what it is then
     */
    public long decrementAndGet() {
        return addAndGet(-1);
    }

    /**
     * Adds to it.
     *
     * @param more may be negative
     * @return what it is then
     */
    public long addAndGet(long more) {
        return getAndAdd(more) + more;
    }

    /**
     * Replaces it by what a function makes of it.
     *
     * @param update runs here, again if another has changed the value meanwhile
     * @return what it was before
     */
    public long getAndUpdate(LongUnaryOperator update) {
        long before = get();
        while (!compareAndSet(before, update.applyAsLong(before))) {
            before = get();
        }
        return before;
    }

    /**
     * Replaces it by what a function makes of it.
     *
     * @param update runs here, again if another has changed the value meanwhile
     * @return what it is then
     */
    public long updateAndGet(LongUnaryOperator update) {
        while (true) {
            long before = get();
            long after = update.applyAsLong(before);
            if (compareAndSet(before, after)) {
                return after;
            }
        }
    }

    /**
     * Replaces it by what a function makes of it and an operand.
     *
     * @param operand the function's second argument
     * @param function runs here, again if another has changed the value meanwhile
     * @return what it was before
     */
    public long getAndAccumulate(long operand, LongBinaryOperator function) {
        return getAndUpdate(before -> function.applyAsLong(before, operand));
    }

    /**
     * Replaces it by what a function makes of it and an operand.
     *
     * @param operand the function's second argument
     * @param function runs here, again if another has changed the value meanwhile
     * @return what it is then
     */
    public long accumulateAndGet(long operand, LongBinaryOperator function) {
        return updateAndGet(before -> function.applyAsLong(before, operand));
    }

    /** The value at this moment. */
    @Override
    public String toString() {
        return Long.toString(get());
    }
}
