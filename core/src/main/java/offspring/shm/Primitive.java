package offspring.shm;

import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The types of which records in shared memory are made. */
enum Primitive {
    BYTE(byte.class, ValueLayout.JAVA_BYTE) {
        @Override
        Object get(ByteBuffer from, int at) {
            return from.get(at);
        }

        @Override
        void put(ByteBuffer to, int at, Object value) {
            to.put(at, (byte) value);
        }
    },
    SHORT(short.class, ValueLayout.JAVA_SHORT) {
        @Override
        Object get(ByteBuffer from, int at) {
            return from.getShort(at);
        }

        @Override
        void put(ByteBuffer to, int at, Object value) {
            to.putShort(at, (short) value);
        }
    },
    CHAR(char.class, ValueLayout.JAVA_CHAR) {
        @Override
        Object get(ByteBuffer from, int at) {
            return from.getChar(at);
        }

        @Override
        void put(ByteBuffer to, int at, Object value) {
            to.putChar(at, (char) value);
        }
    },
    INT(int.class, ValueLayout.JAVA_INT) {
        @Override
        Object get(ByteBuffer from, int at) {
            return from.getInt(at);
        }

        @Override
        void put(ByteBuffer to, int at, Object value) {
            to.putInt(at, (int) value);
        }
    },
    LONG(long.class, ValueLayout.JAVA_LONG) {
        @Override
        Object get(ByteBuffer from, int at) {
            return from.getLong(at);
        }

        @Override
        void put(ByteBuffer to, int at, Object value) {
            to.putLong(at, (long) value);
        }
    },
    FLOAT(float.class, ValueLayout.JAVA_FLOAT) {
        @Override
        Object get(ByteBuffer from, int at) {
            return Float.intBitsToFloat(from.getInt(at));
        }

        @Override
        void put(ByteBuffer to, int at, Object value) {
            to.putInt(at, Float.floatToRawIntBits((float) value));
        }
    },
    DOUBLE(double.class, ValueLayout.JAVA_DOUBLE) {
        @Override
        Object get(ByteBuffer from, int at) {
            return Double.longBitsToDouble(from.getLong(at));
        }

        @Override
        void put(ByteBuffer to, int at, Object value) {
            to.putLong(at, Double.doubleToRawLongBits((double) value));
        }
    },
    BOOLEAN(boolean.class, ValueLayout.JAVA_BOOLEAN) {
        @Override
        Object get(ByteBuffer from, int at) {
            return from.get(at) != 0;
        }

        @Override
        void put(ByteBuffer to, int at, Object value) {
            to.put(at, (byte) ((boolean) value ? 1 : 0));
        }
    };

    private final Class<?> type;
    private final ValueLayout layout;

    Primitive(Class<?> type, ValueLayout layout) {
        this.type = type;
        this.layout = layout;
    }

    /** The one of this type, null if there is none. */
    static Primitive of(Class<?> type) {
        for (Primitive primitive : values()) {
            if (primitive.type == type) {
                return primitive;
            }
        }
        return null;
    }

    /** For people. */
    static String names() {
        return Arrays.stream(values()).map(primitive -> primitive.type.getName()).collect(Collectors.joining(", "));
    }

    /** Its size is its alignment. */
    ValueLayout layout() {
        return layout;
    }

    abstract Object get(ByteBuffer from, int at);

    abstract void put(ByteBuffer to, int at, Object value);
}
