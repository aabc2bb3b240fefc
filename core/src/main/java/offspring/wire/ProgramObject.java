package offspring.wire;

import java.io.Serializable;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/**
 * Travels in place of the object of a compact source file, whose class cannot be {@code Serializable}.
 *
 * <p>Its fields follow at the end of the payload, so that they may refer back to it.
 *
 * @param type the implicitly declared class
 * @param index which of the payload's program objects it is
 */
record ProgramObject(Class<?> type, int index) implements Serializable {

    private static final ClassValue<Boolean> IS_PROGRAM = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return isOfProgramsShape(type) && hasMain(type);
        }
    };

    /**
     * Whether a class is an implicitly declared one. The class file has no mark for it: it is final,
     * neither public nor in a package, extends and implements nothing, has the default constructor and a
     * {@code main} method. A class written out to be just that is treated alike.
     */
    static boolean isProgram(Class<?> type) {
        return IS_PROGRAM.get(type);
    }

    private static boolean isOfProgramsShape(Class<?> type) {
        int modifiers = type.getModifiers();
        return Modifier.isFinal(modifiers)
                && !Modifier.isPublic(modifiers)
                && !type.isHidden()
                && type.getPackageName().isEmpty()
                && type.getNestHost() == type
                && type.getEnclosingClass() == null
                && type.getSuperclass() == Object.class
                && type.getInterfaces().length == 0
                && hasDefaultConstructor(type);
    }

    private static boolean hasDefaultConstructor(Class<?> type) {
        Constructor<?>[] constructors = type.getDeclaredConstructors();
        return constructors.length == 1
                && constructors[0].getParameterCount() == 0
                && constructors[0].getModifiers() == 0;
    }

    private static boolean hasMain(Class<?> type) {
        for (Method method : type.getDeclaredMethods()) {
            Class<?>[] parameters = method.getParameterTypes();
            if (method.getName().equals("main")
                    && method.getReturnType() == void.class
                    && !Modifier.isPrivate(method.getModifiers())
                    && (parameters.length == 0 || parameters.length == 1 && parameters[0] == String[].class)) {
                return true;
            }
        }
        return false;
    }

    /** An object of the class, with no initializer run. */
    Object allocate() throws ReflectiveOperationException {
        if (!isProgram(type)) {
            throw new IllegalArgumentException(type + " is not the class of a compact source file");
        }
        return SerializationAccess.allocate(type);
    }

    /** The fields that travel. */
    static List<Field> fields(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        for (Field field : type.getDeclaredFields()) {
            int modifiers = field.getModifiers();
            if (!Modifier.isStatic(modifiers) && !Modifier.isTransient(modifiers) && !field.isSynthetic()) {
                field.setAccessible(true);
                fields.add(field);
            }
        }
        return fields;
    }
}
