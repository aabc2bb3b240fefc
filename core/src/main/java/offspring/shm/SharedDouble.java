package offspring.shm;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import offspring.handle.Handle;
import offspring.region.SharedCell;

/**
 * A double that several processes read and write, with the methods that the JDK's atomic numbers have.
 *
 * <p>Shape, processes, blocking, order and lifetime as {@link SharedLong}.
 *
 * <p>Cost: a memory access without a system call; what changes the value tries again while others change it.
 *
 * @apiNote Python: {@code multiprocessing.Value('d', 0.0)}. Differs: {@code x.value += 1} needs the lock there;
 *     {@link #addAndGet} does not.
 */
public final class SharedDouble extends SharedData {

    private static final long serialVersionUID = 1;

    SharedDouble(SharedCell cell) {
        super(DataKind.DOUBLE, cell);
    }

    /**
     * Makes a value.
     *
     * @param initial what it is at first
     * @return a new value
     * @throws java.io.UncheckedIOException if there is no memory for it
     */
    public static SharedDouble create(double initial) {
        SharedDouble made = new SharedDouble(Handle.newCell(DataKind.DOUBLE));
        made.set(initial);
        return made;
    }

    /**
     * Reads it.
     *
     * @return what was last set, by whichever process
     */
    public double get() {
        return Double.longBitsToDouble(bits());
    }

    /**
     * Writes it.
     *
     * @param value what it is from now on
     */
    public void set(double value) {
        cell().setLong(DataLayout.VALUE, Double.doubleToRawLongBits(value));
    }

    /**
     * Writes it.
     *
     * @param value what it is from now on
     * @return what it was before
     */
    public double getAndSet(double value) {
        return Double.longBitsToDouble(cell().getAndSetLong(DataLayout.VALUE, Double.doubleToRawLongBits(value)));
    }

    /**
     * Writes it if it is what the caller thinks, to the bit: a NaN is that same NaN, and 0.0 is not -0.0.
     *
     * @param expected what it has to be
     * @param value what it is then
     * @return false if it was something else, and still is
     */
    public boolean compareAndSet(double expected, double value) {
        return replace(Double.doubleToRawLongBits(expected), value);
    }

    /**
     * Adds to it.
     *
     * @param more may be negative
     * @return what it was before
     */
    public double getAndAdd(double more) {
        return getAndUpdate(before -> before + more);
    }

    /**
     * Adds to it.
     *
     * @param more may be negative
     * @return what it is then
     */
    public double addAndGet(double more) {
        return updateAndGet(before -> before + more);
    }

    /**
     * Adds 1.
     *
     * @return what it is then
     */
    public double incrementAndGet() {
        return addAndGet(1);
    }

    /**
     * Subtracts 1.
     *
     * @return what it is then
     */
    public double decrementAndGet() {
        return addAndGet(-1);
    }

    /**
     * Adds 1.
     *
     * @return what it was before
     */
    public double getAndIncrement() {
        return getAndAdd(1);
    }

    /**
     * Subtracts 1.
     *
     * @return what it was before
     */
    public double getAndDecrement() {
        return getAndAdd(-1);
    }

    /**
     * Replaces it by what a function makes of it.
     *
     * @param update runs here, again if another has changed the value meanwhile
     * @return what it was before
     */
    public double getAndUpdate(DoubleUnaryOperator update) {
        while (true) {
            long before = bits();
            double value = Double.longBitsToDouble(before);
            if (replace(before, update.applyAsDouble(value))) {
                return value;
            }
        }
    }

    /**
     * Replaces it by what a function makes of it.
     *
     * @param update runs here, again if another has changed the value meanwhile
     * @return what it is then
     */
    public double updateAndGet(DoubleUnaryOperator update) {
        while (true) {
            long before = bits();
            double after = update.applyAsDouble(Double.longBitsToDouble(before));
            if (replace(before, after)) {
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
    public double getAndAccumulate(double operand, DoubleBinaryOperator function) {
        return getAndUpdate(before -> function.applyAsDouble(before, operand));
    }

    /**
     * Replaces it by what a function makes of it and an operand.
     *
     * @param operand the function's second argument
     * @param function runs here, again if another has changed the value meanwhile
     * @return what it is then
     */
    public double accumulateAndGet(double operand, DoubleBinaryOperator function) {
        return updateAndGet(before -> function.applyAsDouble(before, operand));
    }

    private long bits() {
        return cell().getLong(DataLayout.VALUE);
    }

    private boolean replace(long before, double value) {
        return cell().compareAndSetLong(DataLayout.VALUE, before, Double.doubleToRawLongBits(value));
    }

    /** The value at this moment. */
    @Override
    public String toString() {
        return Double.toString(get());
    }
}
