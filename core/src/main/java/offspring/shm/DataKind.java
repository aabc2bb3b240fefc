package offspring.shm;

import java.io.IOException;
import offspring.handle.Kind;
import offspring.region.SharedCell;

/** The kinds of this package. Structs are completed by {@link StructHandle}, which knows the class of their records. */
enum DataKind implements Kind {
    INT("SharedInt", 0),
    LONG("SharedLong", 0),
    DOUBLE("SharedDouble", 0),
    BOOLEAN("SharedBoolean", 0),
    BYTE_ARRAY("SharedByteArray", Byte.BYTES),
    SHORT_ARRAY("SharedShortArray", Short.BYTES),
    CHAR_ARRAY("SharedCharArray", Character.BYTES),
    INT_ARRAY("SharedIntArray", Integer.BYTES),
    LONG_ARRAY("SharedLongArray", Long.BYTES),
    FLOAT_ARRAY("SharedFloatArray", Float.BYTES),
    DOUBLE_ARRAY("SharedDoubleArray", Double.BYTES),
    STRUCT("SharedStruct", 0),
    STRUCT_ARRAY("SharedStructArray", 0);

    private final String simpleName;
    private final int elementBytes;

    DataKind(String simpleName, int elementBytes) {
        this.simpleName = simpleName;
        this.elementBytes = elementBytes;
    }

    @Override
    public int number() {
        return FIRST_OF_DATA + ordinal();
    }

    @Override
    public String typeName() {
        return "offspring.shm." + simpleName;
    }

    /** Of an array of primitives. */
    int elementBytes() {
        return elementBytes;
    }

    /** No lambdas: the first ones of a JVM take milliseconds. */
    @Override
    public Object of(SharedCell cell) throws IOException {
        return switch (this) {
            case INT -> new SharedInt(cell);
            case LONG -> new SharedLong(cell);
            case DOUBLE -> new SharedDouble(cell);
            case BOOLEAN -> new SharedBoolean(cell);
            case BYTE_ARRAY -> new SharedByteArray(Elements.attach(cell));
            case SHORT_ARRAY -> new SharedShortArray(Elements.attach(cell));
            case CHAR_ARRAY -> new SharedCharArray(Elements.attach(cell));
            case INT_ARRAY -> new SharedIntArray(Elements.attach(cell));
            case LONG_ARRAY -> new SharedLongArray(Elements.attach(cell));
            case FLOAT_ARRAY -> new SharedFloatArray(Elements.attach(cell));
            case DOUBLE_ARRAY -> new SharedDoubleArray(Elements.attach(cell));
            case STRUCT, STRUCT_ARRAY -> Elements.attach(cell);
        };
    }
}
