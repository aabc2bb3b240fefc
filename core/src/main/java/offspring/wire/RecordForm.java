package offspring.wire;

import java.io.IOException;
import java.io.InvalidClassException;
import java.io.InvalidObjectException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;

/** A {@link RecordShape} as read: makes records of this shape, by their canonical constructor. */
final class RecordForm {

    private final Class<?> type;
    private final Constructor<?> constructor;

    private RecordForm(Class<?> type, Constructor<?> constructor) {
        this.type = type;
        this.constructor = constructor;
    }

    static RecordForm read(ByteReader in) throws IOException, ReflectiveOperationException {
        Class<?> type = ClassName.readName(in);
        RecordComponent[] components = type.getRecordComponents();
        if (components == null || in.getCount() != components.length) {
            throw changed(type);
        }
        Class<?>[] parameters = new Class<?>[components.length];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = components[i].getType();
            boolean sameName = LeafReader.readString(in).equals(components[i].getName());
            if (!LeafReader.readString(in).equals(parameters[i].getName()) || !sameName) {
                throw changed(type);
            }
        }
        Constructor<?> constructor = type.getDeclaredConstructor(parameters);
        constructor.setAccessible(true);
        return new RecordForm(type, constructor);
    }

    private static InvalidClassException changed(Class<?> type) {
        return new InvalidClassException(type.getName(), ClassName.CHANGED);
    }

    Class<?> type() {
        return type;
    }

    int componentCount() {
        return constructor.getParameterCount();
    }

    Object make(Object[] components) throws Exception {
        try {
            return constructor.newInstance(components);
        } catch (InvocationTargetException thrown) {
            if (thrown.getCause() instanceof Error error) {
                throw error;
            }
            throw (IOException) new InvalidObjectException(thrown.getCause().toString()).initCause(thrown.getCause());
        }
    }
}
