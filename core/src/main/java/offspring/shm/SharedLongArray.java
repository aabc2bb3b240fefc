package offspring.shm;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.LongBuffer;

/**
 * An array of longs that several processes read and write.
 *
 * <p>Shape, processes, blocking, order, lifetime and cost as {@link SharedIntArray}.
 *
 * @apiNote Python: {@code multiprocessing.Array('q', n)}. Differs: elements are read and written without the lock.
 */
public final class SharedLongArray extends SharedArray {

    private static final long serialVersionUID = 1;

    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();

    SharedLongArray(Elements elements) {
        super(DataKind.LONG_ARRAY, elements);
    }

    /**
     * Makes an array of zeros.
     *
     * @param length how many elements
     * @return a new array
     * @throws IllegalArgumentException if the length is negative
     * @throws java.io.UncheckedIOException if there is not enough memory for it; nothing of it is taken then
     */
    public static SharedLongArray create(int length) {
        return new SharedLongArray(Elements.create(DataKind.LONG_ARRAY, length));
    }

    /**
     * Makes an array of values.
     *
     * @param values are copied
     * @return a new array, as long as there are values
     * @throws java.io.UncheckedIOException if there is not enough memory for it
     */
    public static SharedLongArray of(long... values) {
        SharedLongArray made = create(values.length);
        MemorySegment.copy(values, 0, made.data, ValueLayout.JAVA_LONG, 0, values.length);
        return made;
    }

    /**
     * Reads an element as a volatile field.
     *
     * @param index from 0
     * @return the element
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public long get(int index) {
        return (long) LONG.getVolatile(data, checked(index) * Long.BYTES);
    }

    /**
     * Writes an element as a volatile field.
     *
     * @param index from 0
     * @param value the element from now on
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public void set(int index, long value) {
        LONG.setVolatile(data, checked(index) * Long.BYTES, value);
    }

    /**
     * Reads an element as an ordinary field. Fast in loops; in no order with what other processes do.
     *
     * @param index from 0
     * @return the element
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public long getPlain(int index) {
        return (long) LONG.get(data, checked(index) * Long.BYTES);
    }

    /**
     * Writes an element as an ordinary field. Fast in loops; in no order with what other processes do.
     *
     * @param index from 0
     * @param value the element from now on
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public void setPlain(int index, long value) {
        LONG.set(data, checked(index) * Long.BYTES, value);
    }

    /**
     * Adds to an element in one step.
     *
     * @param index from 0
     * @param more may be negative
     * @return what the element was before
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public long getAndAdd(int index, long more) {
        return (long) LONG.getAndAdd(data, checked(index) * Long.BYTES, more);
    }

    /**
     * Writes an element if it is what the caller thinks, in one step.
     *
     * @param index from 0
     * @param expected what the element has to be
     * @param value what it is then
     * @return false if it was something else, and still is
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public boolean compareAndSet(int index, long expected, long value) {
        return LONG.compareAndSet(data, checked(index) * Long.BYTES, expected, value);
    }

    /**
     * Writes all elements, as with {@link #setPlain}.
     *
     * @param value each of them from now on
     */
    public void fill(long value) {
        for (int index = 0; index < length(); index++) {
            setPlain(index, value);
        }
    }

    /**
     * Copies all elements, as with {@link #getPlain}.
     *
     * @return a new array, which is not shared
     */
    public long[] toArray() {
        return data.toArray(ValueLayout.JAVA_LONG);
    }

    /**
     * The elements themselves as a buffer, not a copy, with a position of its own. For the rest as {@link #segment}.
     *
     * @return a buffer; the array stays as long as it can be reached
     * @throws UnsupportedOperationException if there are more than 268,435,455 elements: use {@link #segment}
     */
    public LongBuffer asBuffer() {
        return buffer().asLongBuffer();
    }
}
