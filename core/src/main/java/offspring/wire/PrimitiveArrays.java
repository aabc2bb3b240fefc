package offspring.wire;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Primitive arrays by bulk copy: a count, then the elements, little-endian. */
final class PrimitiveArrays {

    private PrimitiveArrays() {}

    static void write(int tag, Object array, ByteWriter out) {
        switch (tag) {
            case Tag.BOOLEANS -> writeBooleans((boolean[]) array, out);
            case Tag.BYTES -> writeBytes((byte[]) array, out);
            case Tag.SHORTS -> view(out, ((short[]) array).length, 2).asShortBuffer().put((short[]) array);
            case Tag.CHARS -> view(out, ((char[]) array).length, 2).asCharBuffer().put((char[]) array);
            case Tag.INTS -> view(out, ((int[]) array).length, 4).asIntBuffer().put((int[]) array);
            case Tag.LONGS -> view(out, ((long[]) array).length, 8).asLongBuffer().put((long[]) array);
            case Tag.FLOATS -> view(out, ((float[]) array).length, 4).asFloatBuffer().put((float[]) array);
            default -> view(out, ((double[]) array).length, 8).asDoubleBuffer().put((double[]) array);
        }
    }

    /** The bytes that {@link #write} will need, so that a big array is copied once. */
    static long bytesFor(int tag, Object array) {
        return 5 + (long) Array.getLength(array) * width(tag);
    }

    static boolean isArray(int tag) {
        return tag >= Tag.BOOLEANS && tag <= Tag.DOUBLES;
    }

    static int width(int tag) {
        return switch (tag) {
            case Tag.BOOLEANS, Tag.BYTES -> 1;
            case Tag.SHORTS, Tag.CHARS -> 2;
            case Tag.INTS, Tag.FLOATS -> 4;
            default -> 8;
        };
    }

    private static ByteBuffer view(ByteWriter out, int count, int width) {
        out.putInt(count);
        long bytes = (long) count * width;
        int start = out.reserve(bytes);
        return ByteBuffer.wrap(out.array(), start, (int) bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void writeBytes(byte[] array, ByteWriter out) {
        out.putInt(array.length);
        out.write(array, 0, array.length);
    }

    private static void writeBooleans(boolean[] array, ByteWriter out) {
        out.putInt(array.length);
        int start = out.reserve(array.length);
        byte[] bytes = out.array();
        for (int i = 0; i < array.length; i++) {
            bytes[start + i] = (byte) (array[i] ? 1 : 0);
        }
    }

    static Object read(int tag, ByteReader in) throws MalformedPayloadException {
        int count = in.getInt();
        ByteBuffer view = view(in, count, width(tag));
        return switch (tag) {
            case Tag.BOOLEANS -> readBooleans(view, count);
            case Tag.BYTES -> {
                byte[] array = new byte[count];
                view.get(array);
                yield array;
            }
            case Tag.SHORTS -> {
                short[] array = new short[count];
                view.asShortBuffer().get(array);
                yield array;
            }
            case Tag.CHARS -> {
                char[] array = new char[count];
                view.asCharBuffer().get(array);
                yield array;
            }
            case Tag.INTS -> {
                int[] array = new int[count];
                view.asIntBuffer().get(array);
                yield array;
            }
            default -> readWide(tag, view, count);
        };
    }

    private static Object readWide(int tag, ByteBuffer view, int count) {
        return switch (tag) {
            case Tag.LONGS -> {
                long[] array = new long[count];
                view.asLongBuffer().get(array);
                yield array;
            }
            case Tag.FLOATS -> {
                float[] array = new float[count];
                view.asFloatBuffer().get(array);
                yield array;
            }
            default -> {
                double[] array = new double[count];
                view.asDoubleBuffer().get(array);
                yield array;
            }
        };
    }

    private static ByteBuffer view(ByteReader in, int count, int width) throws MalformedPayloadException {
        long bytes = (long) count * width;
        if (count < 0 || bytes > in.remaining()) {
            throw new MalformedPayloadException("an array goes beyond its end");
        }
        int start = in.take((int) bytes);
        return ByteBuffer.wrap(in.array(), start, (int) bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static boolean[] readBooleans(ByteBuffer view, int count) {
        boolean[] array = new boolean[count];
        for (int i = 0; i < count; i++) {
            array[i] = view.get() != 0;
        }
        return array;
    }
}
