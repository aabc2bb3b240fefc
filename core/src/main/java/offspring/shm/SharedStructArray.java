package offspring.shm;

import java.util.function.UnaryOperator;

/**
 * An array of records that several processes read and write, each always as a whole.
 *
 * <p>Shape: as many elements as were asked for, records of zeros at first, one after the other in the family's shared
 * memory; an element takes 8 bytes and twice the size of a record. The memory is taken when the array is made. There
 * is one lock for all.
 *
 * <p>Processes, order, death, lifetime and cost as {@link SharedStruct}, for each element.
 *
 * <p>Blocking: {@link #get} never waits. {@link #set} and {@link #update} take {@link #lock}, uninterruptibly,
 * whichever element it is.
 *
 * @param <R> the record class, see {@link SharedStruct}
 * @apiNote Python: {@code multiprocessing.Array(Point, n)} with a {@code ctypes.Structure}. Differs as {@link
 *     SharedStruct}.
 */
public final class SharedStructArray<R extends Record> extends SharedRecords<R> {

    private static final long serialVersionUID = 1;

    SharedStructArray(Class<R> type, Elements elements) {
        super(DataKind.STRUCT_ARRAY, type, elements);
    }

    /**
     * Makes an array of records whose components are all zero (or false). A class whose constructor refuses these can
     * be read once it was set.
     *
     * @param <R> the record class
     * @param type the record class
     * @param length how many elements
     * @return a new array
     * @throws IllegalArgumentException if the record class has a component that is neither primitive nor such a
     *     record, its package is not open to us, or the length is negative
     * @throws java.io.UncheckedIOException if there is not enough memory for it; nothing of it is taken then
     */
    public static <R extends Record> SharedStructArray<R> create(Class<R> type, int length) {
        return new SharedStructArray<>(type, create(DataKind.STRUCT_ARRAY, type, length));
    }

    /**
     * Reads an element.
     *
     * @param index from 0
     * @return a record of what was last set there, by whichever process
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public R get(int index) {
        return read(index);
    }

    /**
     * Writes an element, under {@link #lock}.
     *
     * @param index from 0
     * @param value the element from now on
     * @throws IndexOutOfBoundsException if there is no such element
     * @throws NullPointerException if the record is null
     */
    public void set(int index, R value) {
        write(index, value);
    }

    /**
     * Replaces an element by what a function makes of it, in one step: the function runs under {@link #lock}. If it
     * throws, nothing has changed.
     *
     * @param index from 0
     * @param update gets what it is, returns what it is to be
     * @return what it is now
     * @throws IndexOutOfBoundsException if there is no such element
     * @throws NullPointerException if the function returns null
     */
    public R update(int index, UnaryOperator<R> update) {
        return change(index, update);
    }

    /**
     * How many elements it has, for ever.
     *
     * @return 0 or more
     */
    public int length() {
        return size();
    }

    /** Says of which class it is and how long. */
    @Override
    public String toString() {
        return "SharedStructArray[type=" + type().getTypeName() + " length=" + length() + "]";
    }
}
