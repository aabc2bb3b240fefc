package offspring.shm;

import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The types of which records in shared memory are made. */
enum Primitive {
    BYTE(byte.class, ValueLayout.JAVA_BYTE),
    SHORT(short.class, ValueLayout.JAVA_SHORT),
    CHAR(char.class, ValueLayout.JAVA_CHAR),
    INT(int.class, ValueLayout.JAVA_INT),
    LONG(long.class, ValueLayout.JAVA_LONG),
    FLOAT(float.class, ValueLayout.JAVA_FLOAT),
    DOUBLE(double.class, ValueLayout.JAVA_DOUBLE),
    BOOLEAN(boolean.class, ValueLayout.JAVA_BOOLEAN);

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

    /** In the byte order of the buffer. */
    Object get(ByteBuffer from, int at) {
        return switch (this) {
            case BYTE -> from.get(at);
            case SHORT -> from.getShort(at);
            case CHAR -> from.getChar(at);
            case INT -> from.getInt(at);
            case LONG -> from.getLong(at);
            case FLOAT -> from.getFloat(at);
            case DOUBLE -> from.getDouble(at);
            case BOOLEAN -> from.get(at) != 0;
        };
    }

    /** In the byte order of the buffer. */
    void put(ByteBuffer to, int at, Object value) {
        switch (this) {
            case BYTE -> to.put(at, (byte) value);
            case SHORT -> to.putShort(at, (short) value);
            case CHAR -> to.putChar(at, (char) value);
            case INT -> to.putInt(at, (int) value);
            case LONG -> to.putLong(at, (long) value);
            case FLOAT -> to.putFloat(at, (float) value);
            case DOUBLE -> to.putDouble(at, (double) value);
            case BOOLEAN -> to.put(at, (byte) ((boolean) value ? 1 : 0));
        }
    }
}
