package offspring.shm;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.FloatBuffer;

/**
 * An array of floats that several processes read and write.
 *
 * <p>Shape, processes, blocking, order, lifetime and cost as {@link SharedIntArray}.
 *
 * @apiNote Python: {@code multiprocessing.Array('f', n)}. Differs: elements are read and written without the lock.
 */
public final class SharedFloatArray extends SharedArray {

    private static final long serialVersionUID = 1;

    private static final VarHandle FLOAT = ValueLayout.JAVA_FLOAT.varHandle();

    SharedFloatArray(Elements elements) {
        super(DataKind.FLOAT_ARRAY, elements);
    }

    /**
     * Makes an array of zeros.
     *
     * @param length how many elements
     * @return a new array
     * @throws IllegalArgumentException if the length is negative
     * @throws java.io.UncheckedIOException if there is not enough memory for it; nothing of it is taken then
     */
    public static SharedFloatArray create(int length) {
        return new SharedFloatArray(Elements.create(DataKind.FLOAT_ARRAY, length));
    }

    /**
     * Makes an array of values.
     *
     * @param values are copied
     * @return a new array, as long as there are values
     * @throws java.io.UncheckedIOException if there is not enough memory for it
     */
    public static SharedFloatArray of(float... values) {
        SharedFloatArray made = create(values.length);
        MemorySegment.copy(values, 0, made.data, ValueLayout.JAVA_FLOAT, 0, values.length);
        return made;
    }

    /**
     * Reads an element as a volatile field.
     *
     * @param index from 0
     * @return the element
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public float get(int index) {
        return (float) FLOAT.getVolatile(data, checked(index) * Float.BYTES);
    }

    /**
     * Writes an element as a volatile field.
     *
     * @param index from 0
     * @param value the element from now on
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public void set(int index, float value) {
        FLOAT.setVolatile(data, checked(index) * Float.BYTES, value);
    }

    /**
     * Reads an element as an ordinary field. Fast in loops; in no order with what other processes do.
     *
     * @param index from 0
     * @return the element
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public float getPlain(int index) {
        return (float) FLOAT.get(data, checked(index) * Float.BYTES);
    }

    /**
     * Writes an element as an ordinary field. Fast in loops; in no order with what other processes do.
     *
     * @param index from 0
     * @param value the element from now on
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public void setPlain(int index, float value) {
        FLOAT.set(data, checked(index) * Float.BYTES, value);
    }

    /**
     * Writes all elements, as with {@link #setPlain}.
     *
     * @param value each of them from now on
     */
    public void fill(float value) {
        for (int index = 0; index < length(); index++) {
            setPlain(index, value);
        }
    }

    /**
     * Copies all elements, as with {@link #getPlain}.
     *
     * @return a new array, which is not shared
     */
    public float[] toArray() {
        return data.toArray(ValueLayout.JAVA_FLOAT);
    }

    /**
     * The elements themselves as a buffer, not a copy, with a position of its own. For the rest as {@link #segment}.
     *
     * @return a buffer; the array stays as long as it can be reached
     * @throws UnsupportedOperationException if there are more than 536,870,911 elements: use {@link #segment}
     */
    public FloatBuffer asBuffer() {
        return buffer().asFloatBuffer();
    }
}
