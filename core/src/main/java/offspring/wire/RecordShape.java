package offspring.wire;

import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;

/**
 * What all records of a class have in common, encoded once.
 *
 * <pre>class ({@link ClassName}, without fingerprint), then for each component: its name and type (strings)</pre>
 */
final class RecordShape {

    private static final int MOST_BYTES = 0xffff;

    private static final ClassValue<RecordShape> SHAPES = new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
            return new RecordShape(type);
        }
    };

    private final Field[] fields;
    private final byte[] encoded;

    private RecordShape(Class<?> type) {
        Field[] components = isOrdinary(type) ? accessibleFields(type) : null;
        byte[] bytes = components == null ? null : encode(type);
        boolean fits = bytes != null && bytes.length <= MOST_BYTES;
        this.fields = fits ? components : null;
        this.encoded = bytes;
    }

    /** The shape of a record class; null if its records must be written as graphs. */
    static RecordShape of(Class<?> type) {
        if (!type.isRecord()) {
            return null;
        }
        RecordShape shape = SHAPES.get(type);
        return shape.fields == null ? null : shape;
    }

    byte[] encoded() {
        return encoded;
    }

    int componentCount() {
        return fields.length;
    }

    /** A component as the JDK's serialization sees it: the field, not what the accessor makes of it. */
    Object component(int index, Object object) {
        try {
            return fields[index].get(object);
        } catch (IllegalAccessException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** A class that serialization would treat as a record and nothing more. */
    private static boolean isOrdinary(Class<?> type) {
        if (!Serializable.class.isAssignableFrom(type)
                || Snippets.isSnippet(type.getName())
                || ClassName.of(type).obstacle() != null) {
            return false;
        }
        for (Method method : type.getDeclaredMethods()) {
            String name = method.getName();
            if (method.getParameterCount() == 0 && (name.equals("writeReplace") || name.equals("readResolve"))) {
                return false;
            }
        }
        return true;
    }

    private static Field[] accessibleFields(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Field[] fields = new Field[components.length];
        for (int i = 0; i < fields.length; i++) {
            try {
                fields[i] = type.getDeclaredField(components[i].getName());
            } catch (NoSuchFieldException impossible) {
                throw new AssertionError(impossible);
            }
            if (!fields[i].trySetAccessible()) {
                return null;
            }
        }
        return fields;
    }

    private static byte[] encode(Class<?> type) {
        ByteWriter out = new ByteWriter(128);
        ClassName.of(type).writeName(out);
        RecordComponent[] components = type.getRecordComponents();
        out.putCount(components.length);
        for (int i = 0; i < components.length; i++) {
            LeafWriter.writeString(components[i].getName(), out);
            LeafWriter.writeString(components[i].getType().getName(), out);
        }
        return out.toByteArray();
    }
}
