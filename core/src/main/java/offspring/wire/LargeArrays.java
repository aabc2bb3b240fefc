package offspring.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Array;

/** Primitive arrays that are too large for a message: their elements as they lie in memory. */
final class LargeArrays {

    private LargeArrays() {}

    /** Whether it is one: a value of more bytes than that, which is no graph. Not booleans, which are no segments. */
    static boolean isOne(Object value, int largest) {
        int tag = value == null ? Tag.NULL : Tag.of(value.getClass());
        return tag > Tag.BOOLEANS
                && PrimitiveArrays.isArray(tag)
                && PrimitiveArrays.bytesFor(tag, value) > largest;
    }

    static byte[] encode(Object array) {
        PayloadStream out = new PayloadStream(head(array));
        try {
            out.writeAll(segment(array));
            return out.end();
        } catch (UncheckedIOException full) {
            throw Unshippable.noMemory(array, out.full());
        } finally {
            out.abandon();
        }
    }

    /** What stands before the elements. */
    private static byte[] head(Object array) {
        ByteWriter head = new ByteWriter(5);
        head.write(Tag.of(array.getClass()));
        head.putInt(Array.getLength(array));
        return head.toByteArray();
    }

    static Object read(int tag, int length, long bytes, LargeTravel.Source source, Admission admission)
            throws IOException {
        if (tag <= Tag.BOOLEANS || !PrimitiveArrays.isArray(tag) || length < 0
                || (long) length * PrimitiveArrays.width(tag) != bytes) {
            throw new MalformedPayloadException("it is no large array; tag=" + tag + " length=" + length);
        }
        Class<?> element = elementOf(tag);
        admission.check(element.arrayType(), length);
        Object array = Array.newInstance(element, length);
        source.read(segment(array));
        return array;
    }

    private static Class<?> elementOf(int tag) {
        return switch (tag) {
            case Tag.BYTES -> byte.class;
            case Tag.SHORTS -> short.class;
            case Tag.CHARS -> char.class;
            case Tag.INTS -> int.class;
            case Tag.LONGS -> long.class;
            case Tag.FLOATS -> float.class;
            default -> double.class;
        };
    }

    private static MemorySegment segment(Object array) {
        return switch (array) {
            case byte[] bytes -> MemorySegment.ofArray(bytes);
            case short[] shorts -> MemorySegment.ofArray(shorts);
            case char[] chars -> MemorySegment.ofArray(chars);
            case int[] ints -> MemorySegment.ofArray(ints);
            case long[] longs -> MemorySegment.ofArray(longs);
            case float[] floats -> MemorySegment.ofArray(floats);
            default -> MemorySegment.ofArray((double[]) array);
        };
    }
}
