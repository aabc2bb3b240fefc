package offspring.shm;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;

/** The seven arrays, so that one test tries all. Their elements are ints from -100 to 100, or 0 to 100, here. */
enum ArrayType {
    BYTE(1),
    SHORT(2),
    CHAR(2),
    INT(4),
    LONG(8),
    FLOAT(4),
    DOUBLE(8);

    final int elementBytes;

    ArrayType(int elementBytes) {
        this.elementBytes = elementBytes;
    }

    SharedArray create(int length) {
        return switch (this) {
            case BYTE -> SharedByteArray.create(length);
            case SHORT -> SharedShortArray.create(length);
            case CHAR -> SharedCharArray.create(length);
            case INT -> SharedIntArray.create(length);
            case LONG -> SharedLongArray.create(length);
            case FLOAT -> SharedFloatArray.create(length);
            case DOUBLE -> SharedDoubleArray.create(length);
        };
    }

    SharedArray of(int... v) {
        return switch (this) {
            case BYTE -> SharedByteArray.of((byte) v[0], (byte) v[1]);
            case SHORT -> SharedShortArray.of((short) v[0], (short) v[1]);
            case CHAR -> SharedCharArray.of((char) v[0], (char) v[1]);
            case INT -> SharedIntArray.of(v[0], v[1]);
            case LONG -> SharedLongArray.of(v[0], v[1]);
            case FLOAT -> SharedFloatArray.of(v[0], v[1]);
            case DOUBLE -> SharedDoubleArray.of(v[0], v[1]);
        };
    }

    static int get(SharedArray array, int index) {
        return switch (array) {
            case SharedByteArray bytes -> bytes.get(index);
            case SharedShortArray shorts -> shorts.get(index);
            case SharedCharArray chars -> chars.get(index);
            case SharedIntArray ints -> ints.get(index);
            case SharedLongArray longs -> (int) longs.get(index);
            case SharedFloatArray floats -> (int) floats.get(index);
            case SharedDoubleArray doubles -> (int) doubles.get(index);
            default -> throw new AssertionError(array);
        };
    }

    static int getPlain(SharedArray array, int index) {
        return switch (array) {
            case SharedByteArray bytes -> bytes.getPlain(index);
            case SharedShortArray shorts -> shorts.getPlain(index);
            case SharedCharArray chars -> chars.getPlain(index);
            case SharedIntArray ints -> ints.getPlain(index);
            case SharedLongArray longs -> (int) longs.getPlain(index);
            case SharedFloatArray floats -> (int) floats.getPlain(index);
            case SharedDoubleArray doubles -> (int) doubles.getPlain(index);
            default -> throw new AssertionError(array);
        };
    }

    static void set(SharedArray array, int index, int value) {
        switch (array) {
            case SharedByteArray bytes -> bytes.set(index, (byte) value);
            case SharedShortArray shorts -> shorts.set(index, (short) value);
            case SharedCharArray chars -> chars.set(index, (char) value);
            case SharedIntArray ints -> ints.set(index, value);
            case SharedLongArray longs -> longs.set(index, value);
            case SharedFloatArray floats -> floats.set(index, value);
            case SharedDoubleArray doubles -> doubles.set(index, value);
            default -> throw new AssertionError(array);
        }
    }

    static void setPlain(SharedArray array, int index, int value) {
        switch (array) {
            case SharedByteArray bytes -> bytes.setPlain(index, (byte) value);
            case SharedShortArray shorts -> shorts.setPlain(index, (short) value);
            case SharedCharArray chars -> chars.setPlain(index, (char) value);
            case SharedIntArray ints -> ints.setPlain(index, value);
            case SharedLongArray longs -> longs.setPlain(index, value);
            case SharedFloatArray floats -> floats.setPlain(index, value);
            case SharedDoubleArray doubles -> doubles.setPlain(index, value);
            default -> throw new AssertionError(array);
        }
    }

    static void fill(SharedArray array, int value) {
        switch (array) {
            case SharedByteArray bytes -> bytes.fill((byte) value);
            case SharedShortArray shorts -> shorts.fill((short) value);
            case SharedCharArray chars -> chars.fill((char) value);
            case SharedIntArray ints -> ints.fill(value);
            case SharedLongArray longs -> longs.fill(value);
            case SharedFloatArray floats -> floats.fill(value);
            case SharedDoubleArray doubles -> doubles.fill(value);
            default -> throw new AssertionError(array);
        }
    }

    static Object toArray(SharedArray array) {
        return switch (array) {
            case SharedByteArray bytes -> bytes.toArray();
            case SharedShortArray shorts -> shorts.toArray();
            case SharedCharArray chars -> chars.toArray();
            case SharedIntArray ints -> ints.toArray();
            case SharedLongArray longs -> longs.toArray();
            case SharedFloatArray floats -> floats.toArray();
            case SharedDoubleArray doubles -> doubles.toArray();
            default -> throw new AssertionError(array);
        };
    }

    static Buffer buffer(SharedArray array) {
        return switch (array) {
            case SharedByteArray bytes -> bytes.asBuffer();
            case SharedShortArray shorts -> shorts.asBuffer();
            case SharedCharArray chars -> chars.asBuffer();
            case SharedIntArray ints -> ints.asBuffer();
            case SharedLongArray longs -> longs.asBuffer();
            case SharedFloatArray floats -> floats.asBuffer();
            case SharedDoubleArray doubles -> doubles.asBuffer();
            default -> throw new AssertionError(array);
        };
    }

    static int get(Buffer buffer, int index) {
        return switch (buffer) {
            case ByteBuffer bytes -> bytes.get(index);
            case ShortBuffer shorts -> shorts.get(index);
            case CharBuffer chars -> chars.get(index);
            case IntBuffer ints -> ints.get(index);
            case LongBuffer longs -> (int) longs.get(index);
            case FloatBuffer floats -> (int) floats.get(index);
            case DoubleBuffer doubles -> (int) doubles.get(index);
        };
    }

    static void put(Buffer buffer, int index, int value) {
        switch (buffer) {
            case ByteBuffer bytes -> bytes.put(index, (byte) value);
            case ShortBuffer shorts -> shorts.put(index, (short) value);
            case CharBuffer chars -> chars.put(index, (char) value);
            case IntBuffer ints -> ints.put(index, value);
            case LongBuffer longs -> longs.put(index, value);
            case FloatBuffer floats -> floats.put(index, value);
            case DoubleBuffer doubles -> doubles.put(index, value);
        }
    }
}
