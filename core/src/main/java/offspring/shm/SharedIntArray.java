package offspring.shm;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.IntBuffer;

/**
 * An array of ints that several processes read and write.
 *
 * <p>Shape: the elements one after the other in the family's shared memory, as many as were asked for and no more
 * ever, all zeros at first; and a lock beside them. The memory is taken when the array is made, so no later access
 * fails for lack of it.
 *
 * <p>Processes: captured by a task, passed, returned or sent, it is the same array in every process of the program:
 * nothing is copied. A process that is killed has written an element or has not.
 *
 * <p>Blocking: none, save by {@link #lock}.
 *
 * <p>Order: {@link #get} and {@link #set} are those of a volatile field, across processes too; what is called plain,
 * {@link #segment}, {@link #asBuffer} and what copies is ordered by locks, events, messages or the end of a process
 * only.
 *
 * <p>Lifetime: as long as anybody can reach it, or a segment or a buffer of it; there is nothing to close.
 *
 * <p>Cost: a bounds check and a memory access, without a system call.
 *
 * @apiNote Python: {@code multiprocessing.Array('i', n)}. Differs: elements are read and written without the lock.
 */
public final class SharedIntArray extends SharedArray {

    private static final long serialVersionUID = 1;

    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();

    SharedIntArray(Elements elements) {
        super(DataKind.INT_ARRAY, elements);
    }

    /**
     * Makes an array of zeros.
     *
     * @param length how many elements
     * @return a new array
     * @throws IllegalArgumentException if the length is negative
     * @throws java.io.UncheckedIOException if there is not enough memory for it; nothing of it is taken then
     */
    public static SharedIntArray create(int length) {
        return new SharedIntArray(Elements.create(DataKind.INT_ARRAY, length));
    }

    /**
     * Makes an array of values.
     *
     * @param values are copied
     * @return a new array, as long as there are values
     * @throws java.io.UncheckedIOException if there is not enough memory for it
     */
    public static SharedIntArray of(int... values) {
        SharedIntArray made = create(values.length);
        MemorySegment.copy(values, 0, made.data, ValueLayout.JAVA_INT, 0, values.length);
        return made;
    }

    /**
     * Reads an element as a volatile field.
     *
     * @param index from 0
     * @return the element
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public int get(int index) {
        return (int) INT.getVolatile(data, checked(index) * Integer.BYTES);
    }

    /**
     * Writes an element as a volatile field.
     *
     * @param index from 0
     * @param value the element from now on
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public void set(int index, int value) {
        INT.setVolatile(data, checked(index) * Integer.BYTES, value);
    }

    /**
     * Reads an element as an ordinary field. Fast in loops; in no order with what other processes do.
     *
     * @param index from 0
     * @return the element
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public int getPlain(int index) {
        return (int) INT.get(data, checked(index) * Integer.BYTES);
    }

    /**
     * Writes an element as an ordinary field. Fast in loops; in no order with what other processes do.
     *
     * @param index from 0
     * @param value the element from now on
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public void setPlain(int index, int value) {
        INT.set(data, checked(index) * Integer.BYTES, value);
    }

    /**
     * Adds to an element in one step.
     *
     * @param index from 0
     * @param more may be negative
     * @return what the element was before
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public int getAndAdd(int index, int more) {
        return (int) INT.getAndAdd(data, checked(index) * Integer.BYTES, more);
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
    public boolean compareAndSet(int index, int expected, int value) {
        return INT.compareAndSet(data, checked(index) * Integer.BYTES, expected, value);
    }

    /**
     * Writes all elements, as with {@link #setPlain}.
     *
     * @param value each of them from now on
     */
    public void fill(int value) {
        for (int index = 0; index < length(); index++) {
            setPlain(index, value);
        }
    }

    /**
     * Copies all elements, as with {@link #getPlain}.
     *
     * @return a new array, which is not shared
     */
    public int[] toArray() {
        return data.toArray(ValueLayout.JAVA_INT);
    }

    /**
     * The elements themselves as a buffer, not a copy, with a position of its own. For the rest as {@link #segment}.
     *
     * @return a buffer; the array stays as long as it can be reached
     * @throws UnsupportedOperationException if there are more than 536,870,911 elements: use {@link #segment}
     */
    public IntBuffer asBuffer() {
        return buffer().asIntBuffer();
    }
}
