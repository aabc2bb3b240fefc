package offspring.shm;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.DoubleBuffer;

/**
 * An array of doubles that several processes read and write.
 *
 * <p>Shape, processes, blocking, order, lifetime and cost as {@link SharedIntArray}.
 *
 * @apiNote Python: {@code multiprocessing.Array('d', n)}. Differs: elements are read and written without the lock.
 */
public final class SharedDoubleArray extends SharedArray {

    private static final long serialVersionUID = 1;

    private static final VarHandle DOUBLE = ValueLayout.JAVA_DOUBLE.varHandle();

    SharedDoubleArray(Elements elements) {
        super(DataKind.DOUBLE_ARRAY, elements);
    }

    /**
     * Makes an array of zeros.
     *
     * @param length how many elements
     * @return a new array
     * @throws IllegalArgumentException if the length is negative
     * @throws java.io.UncheckedIOException if there is not enough memory for it; nothing of it is taken then
     */
    public static SharedDoubleArray create(int length) {
        return new SharedDoubleArray(Elements.create(DataKind.DOUBLE_ARRAY, length));
    }

    /**
     * Makes an array of values.
     *
     * @param values are copied
     * @return a new array, as long as there are values
     * @throws java.io.UncheckedIOException if there is not enough memory for it
     */
    public static SharedDoubleArray of(double... values) {
        SharedDoubleArray made = create(values.length);
        MemorySegment.copy(values, 0, made.data, ValueLayout.JAVA_DOUBLE, 0, values.length);
        return made;
    }

    /**
     * Reads an element as a volatile field.
     *
     * @param index from 0
     * @return the element
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public double get(int index) {
        return (double) DOUBLE.getVolatile(data, checked(index) * Double.BYTES);
    }

    /**
     * Writes an element as a volatile field.
     *
     * @param index from 0
     * @param value the element from now on
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public void set(int index, double value) {
        DOUBLE.setVolatile(data, checked(index) * Double.BYTES, value);
    }

    /**
     * Reads an element as an ordinary field. Fast in loops; in no order with what other processes do.
     *
     * @param index from 0
     * @return the element
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public double getPlain(int index) {
        return (double) DOUBLE.get(data, checked(index) * Double.BYTES);
    }

    /**
     * Writes an element as an ordinary field. Fast in loops; in no order with what other processes do.
     *
     * @param index from 0
     * @param value the element from now on
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public void setPlain(int index, double value) {
        DOUBLE.set(data, checked(index) * Double.BYTES, value);
    }

    /**
     * Writes all elements, as with {@link #setPlain}.
     *
     * @param value each of them from now on
     */
    public void fill(double value) {
        for (int index = 0; index < length(); index++) {
            setPlain(index, value);
        }
    }

    /**
     * Copies all elements, as with {@link #getPlain}.
     *
     * @return a new array, which is not shared
     */
    public double[] toArray() {
        return data.toArray(ValueLayout.JAVA_DOUBLE);
    }

    /**
     * The elements themselves as a buffer, not a copy, with a position of its own. For the rest as {@link #segment}.
     *
     * @return a buffer; the array stays as long as it can be reached
     * @throws UnsupportedOperationException if there are more than 268,435,455 elements: use {@link #segment}
     */
    public DoubleBuffer asBuffer() {
        return buffer().asDoubleBuffer();
    }
}
