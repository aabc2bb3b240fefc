package offspring.shm;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * An array of bytes that several processes read and write.
 *
 * <p>Shape, processes, blocking, order, lifetime and cost as {@link SharedIntArray}.
 *
 * @apiNote Python: {@code multiprocessing.Array('c', n)}. Text is {@link #getString} and
 *     {@link #setString}, there {@code value}.
 */
public final class SharedByteArray extends SharedArray {

    private static final long serialVersionUID = 1;

    private static final VarHandle BYTE = ValueLayout.JAVA_BYTE.varHandle();

    SharedByteArray(Elements elements) {
        super(DataKind.BYTE_ARRAY, elements);
    }

    /**
     * Makes an array of zeros.
     *
     * @param length how many elements
     * @return a new array
     * @throws IllegalArgumentException if the length is negative
     * @throws java.io.UncheckedIOException if there is not enough memory for it; nothing of it is taken then
     */
    public static SharedByteArray create(int length) {
        return new SharedByteArray(Elements.create(DataKind.BYTE_ARRAY, length));
    }

    /**
     * Makes an array of values.
     *
     * @param values are copied
     * @return a new array, as long as there are values
     * @throws java.io.UncheckedIOException if there is not enough memory for it
     */
    public static SharedByteArray of(byte... values) {
        SharedByteArray made = create(values.length);
        MemorySegment.copy(values, 0, made.data, ValueLayout.JAVA_BYTE, 0, values.length);
        return made;
    }

    /**
     * Reads an element as a volatile field.
     *
     * @param index from 0
     * @return the element
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public byte get(int index) {
        return (byte) BYTE.getVolatile(data, checked(index));
    }

    /**
     * Writes an element as a volatile field.
     *
     * @param index from 0
     * @param value the element from now on
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public void set(int index, byte value) {
        BYTE.setVolatile(data, checked(index), value);
    }

    /**
     * Reads an element as an ordinary field. Fast in loops; in no order with what other processes do.
     *
     * @param index from 0
     * @return the element
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public byte getPlain(int index) {
        return (byte) BYTE.get(data, checked(index));
    }

    /**
     * Writes an element as an ordinary field. Fast in loops; in no order with what other processes do.
     *
     * @param index from 0
     * @param value the element from now on
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public void setPlain(int index, byte value) {
        BYTE.set(data, checked(index), value);
    }

    /**
     * Writes all elements, as with {@link #setPlain}.
     *
     * @param value each of them from now on
     */
    public void fill(byte value) {
        data.fill(value);
    }

    /**
     * Copies all elements, as with {@link #getPlain}.
     *
     * @return a new array, which is not shared
     */
    public byte[] toArray() {
        return data.toArray(ValueLayout.JAVA_BYTE);
    }

    /**
     * The elements themselves as a buffer, not a copy, with a position of its own. For the rest as {@link #segment}.
     *
     * @return a buffer in the byte order of this machine; the array stays as long as it can be reached
     */
    public ByteBuffer asBuffer() {
        return buffer();
    }

    /**
     * The text in it: UTF-8 up to the first NUL, or to the end. Read as with {@link #getPlain}.
     *
     * @return the text; what is no UTF-8 becomes U+FFFD
     */
    public String getString() {
        int end = 0;
        while (end < length() && getPlain(end) != 0) {
            end++;
        }
        return new String(data.asSlice(0, end).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
    }

    /**
     * Writes a text in UTF-8, and a NUL behind it if there is room. What follows stays. Written as with {@link
     * #setPlain}.
     *
     * @param text what {@link #getString} reads from now on
     * @throws IllegalArgumentException if it has a NUL in it, or takes more bytes than there are; nothing is
     *     written then
     */
    public void setString(String text) {
        int nul = text.indexOf('\0');
        if (nul >= 0) {
            throw new IllegalArgumentException(
                    "cannot store a text that has a NUL in it: it would be read up to there; index=" + nul);
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > length()) {
            throw new IllegalArgumentException(
                    "cannot store a text: it is too long; bytes=" + bytes.length + " length=" + length());
        }
        MemorySegment.copy(bytes, 0, data, ValueLayout.JAVA_BYTE, 0, bytes.length);
        if (bytes.length < length()) {
            data.set(ValueLayout.JAVA_BYTE, bytes.length, (byte) 0);
        }
    }
}
