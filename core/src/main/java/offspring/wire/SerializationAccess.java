package offspring.wire;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * What the JDK gives to serialization libraries: {@code sun.reflect.ReflectionFactory} of the module
 * {@code jdk.unsupported}, which is not there where jshell runs snippets in its own process.
 *
 * <p>By reflection, since the compiler warns about every mention of that class and knows no way to say
 * that it is meant.
 */
final class SerializationAccess {

    private static final Object FACTORY = factory();

    private SerializationAccess() {}

    private static Object factory() {
        try {
            return Class.forName("sun.reflect.ReflectionFactory").getMethod("getReflectionFactory").invoke(null);
        } catch (ReflectiveOperationException notThere) {
            return null;
        }
    }

    /** Calls a class's {@code writeReplace}, whatever its access; null if that cannot be had. */
    static MethodHandle writeReplace(Class<?> type) {
        return FACTORY == null ? null : (MethodHandle) call("writeReplaceForSerialization", type);
    }

    /** Calls a class's {@code readResolve}, whatever its access; null if that cannot be had. */
    static MethodHandle readResolve(Class<?> type) {
        return FACTORY == null ? null : (MethodHandle) call("readResolveForSerialization", type);
    }

    /** Makes an object without running its class's constructors or initializers. */
    static Object allocate(Class<?> type) throws ReflectiveOperationException {
        if (FACTORY == null) {
            throw new ClassNotFoundException("sun.reflect.ReflectionFactory; add the module jdk.unsupported");
        }
        Constructor<?> ofObject = Object.class.getConstructor();
        Method maker = FACTORY.getClass()
                .getMethod("newConstructorForSerialization", Class.class, Constructor.class);
        return ((Constructor<?>) maker.invoke(FACTORY, type, ofObject)).newInstance();
    }

    private static Object call(String finder, Class<?> type) {
        try {
            return FACTORY.getClass().getMethod(finder, Class.class).invoke(FACTORY, type);
        } catch (NoSuchMethodException | IllegalAccessException otherJdk) {
            return null;
        } catch (InvocationTargetException thrown) {
            throw new IllegalStateException("cannot ask the JDK how it serializes " + type, thrown.getCause());
        }
    }
}
