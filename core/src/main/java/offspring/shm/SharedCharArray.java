package offspring.shm;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.CharBuffer;

/**
 * An array of chars that several processes read and write.
 *
 * <p>Shape, processes, blocking, order, lifetime and cost as {@link SharedIntArray}.
 *
 * @apiNote Python: {@code multiprocessing.Array('u', n)}. Differs: elements are read and written without the lock.
 */
public final class SharedCharArray extends SharedArray {

    private static final long serialVersionUID = 1;

    private static final VarHandle CHAR = ValueLayout.JAVA_CHAR.varHandle();

    SharedCharArray(Elements elements) {
        super(DataKind.CHAR_ARRAY, elements);
    }

    /**
     * Makes an array of zeros.
     *
     * @param length how many elements
     * @return a new array
     * @throws IllegalArgumentException if the length is negative
     * @throws java.io.UncheckedIOException if there is not enough memory for it; nothing of it is taken then
     */
    public static SharedCharArray create(int length) {
        return new SharedCharArray(Elements.create(DataKind.CHAR_ARRAY, length));
    }

    /**
     * Makes an array of values.
     *
     * @param values are copied
     * @return a new array, as long as there are values
     * @throws java.io.UncheckedIOException if there is not enough memory for it
     */
    public static SharedCharArray of(char... values) {
        SharedCharArray made = create(values.length);
        MemorySegment.copy(values, 0, made.data, ValueLayout.JAVA_CHAR, 0, values.length);
        return made;
    }

    /**
     * Reads an element as a volatile field.
     *
     * @param index from 0
     * @return the element
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public char get(int index) {
        return (char) CHAR.getVolatile(data, checked(index) * Character.BYTES);
    }

    /**
     * Writes an element as a volatile field.
     *
     * @param index from 0
     * @param value the element from now on
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public void set(int index, char value) {
        CHAR.setVolatile(data, checked(index) * Character.BYTES, value);
    }

    /**
     * Reads an element as an ordinary field. Fast in loops; in no order with what other processes do.
     *
     * @param index from 0
     * @return the element
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public char getPlain(int index) {
        return (char) CHAR.get(data, checked(index) * Character.BYTES);
    }

    /**
     * Writes an element as an ordinary field. Fast in loops; in no order with what other processes do.
     *
     * @param index from 0
     * @param value the element from now on
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public void setPlain(int index, char value) {
        CHAR.set(data, checked(index) * Character.BYTES, value);
    }

    /**
     * Writes all elements, as with {@link #setPlain}.
     *
     * @param value each of them from now on
     */
    public void fill(char value) {
        for (int index = 0; index < length(); index++) {
            setPlain(index, value);
        }
    }

    /**
     * Copies all elements, as with {@link #getPlain}.
     *
     * @return a new array, which is not shared
     */
    public char[] toArray() {
        return data.toArray(ValueLayout.JAVA_CHAR);
    }

    /**
     * The elements themselves as a buffer, not a copy, with a position of its own. For the rest as {@link #segment}.
     *
     * @return a buffer; the array stays as long as it can be reached
     * @throws UnsupportedOperationException if there are more than 1,073,741,823 elements: use {@link #segment}
     */
    public CharBuffer asBuffer() {
        return buffer().asCharBuffer();
    }
}
