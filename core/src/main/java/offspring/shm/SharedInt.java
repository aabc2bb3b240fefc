package offspring.shm;

import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;
import offspring.handle.Handle;
import offspring.region.SharedCell;

/**
 * An int that several processes read and write: what {@link java.util.concurrent.atomic.AtomicInteger} is to threads.
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
 * @apiNote Python: {@code multiprocessing.Value('i', 0)}. Differs: {@code n.value += 1} needs the lock there;
 *     {@link #incrementAndGet} does not.
 */
public final class SharedInt extends SharedData {

    private static final long serialVersionUID = 1;

    SharedInt(SharedCell cell) {
        super(DataKind.INT, cell);
    }

    /**
     * Makes a value.
     *
     * @param initial what it is at first
     * @return a new value
     * @throws java.io.UncheckedIOException if there is no memory for it
     */
    public static SharedInt create(int initial) {
        SharedInt made = new SharedInt(Handle.newCell(DataKind.INT));
        made.set(initial);
        return made;
    }

    /**
     * Reads it.
     *
     * @return what was last set, by whichever process
     */
    public int get() {
        return cell().getInt(DataLayout.VALUE);
    }

    /**
     * Writes it.
     *
     * @param value what it is from now on
     */
    public void set(int value) {
        cell().setInt(DataLayout.VALUE, value);
    }

    /**
     * Writes it.
     *
     * @param value what it is from now on
     * @return what it was before
     */
    public int getAndSet(int value) {
        return cell().getAndSetInt(DataLayout.VALUE, value);
    }

    /**
     * Writes it if it is what the caller thinks.
     *
     * @param expected what it has to be
     * @param value what it is then
     * @return false if it was something else, and still is
     */
    public boolean compareAndSet(int expected, int value) {
        return cell().compareAndSetInt(DataLayout.VALUE, expected, value);
    }

    /**
     * Adds 1, wrapping around behind the largest int.
     *
     * @return what it was before
     */
    public int getAndIncrement() {
        return getAndAdd(1);
    }

    /**
     * Subtracts 1.
     *
     * @return what it was before
     */
    public int getAndDecrement() {
        return getAndAdd(-1);
    }

    /**
     * Adds to it.
     *
     * @param more may be negative
     * @return what it was before
     */
    public int getAndAdd(int more) {
        return cell().getAndAddInt(DataLayout.VALUE, more);
    }

    /**
     * Adds 1, wrapping around behind the largest int.
     *
     * @return what it is then
     */
    public int incrementAndGet() {
        return addAndGet(1);
    }

    /**
     * Subtracts 1.
     *
     * @return what it is then
     */
    public int decrementAndGet() {
        return addAndGet(-1);
    }

    /**
     * Adds to it.
     *
     * @param more may be negative
     * @return what it is then
     */
    public int addAndGet(int more) {
        return getAndAdd(more) + more;
    }

    /**
     * Replaces it by what a function makes of it.
     *
     * @param update runs here, again if another has changed the value meanwhile
     * @return what it was before
     */
    public int getAndUpdate(IntUnaryOperator update) {
        int before = get();
        while (!compareAndSet(before, update.applyAsInt(before))) {
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
    public int updateAndGet(IntUnaryOperator update) {
        while (true) {
            int before = get();
            int after = update.applyAsInt(before);
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
    public int getAndAccumulate(int operand, IntBinaryOperator function) {
        return getAndUpdate(before -> function.applyAsInt(before, operand));
    }

    /**
     * Replaces it by what a function makes of it and an operand.
     *
     * @param operand the function's second argument
     * @param function runs here, again if another has changed the value meanwhile
     * @return what it is then
     */
    public int accumulateAndGet(int operand, IntBinaryOperator function) {
        return updateAndGet(before -> function.applyAsInt(before, operand));
    }

    /** The value at this moment. */
    @Override
    public String toString() {
        return Integer.toString(get());
    }
}
