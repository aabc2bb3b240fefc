package offspring.wire;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;

/**
 * What the JDK gives to serialization libraries: {@code sun.reflect.ReflectionFactory} of the module
 * {@code jdk.unsupported}.
 *
 * <p>By method handles, since the compiler warns about every mention of that class and knows no way to
 * say that it is meant.
 */
final class SerializationAccess {

    private static final Object FACTORY;
    private static final MethodHandle WRITE_REPLACE;
    private static final MethodHandle READ_RESOLVE;
    private static final MethodHandle CONSTRUCTOR;

    static {
        try {
            Class<?> type = Class.forName("sun.reflect.ReflectionFactory");
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            FACTORY = type.getMethod("getReflectionFactory").invoke(null);
            MethodType finder = MethodType.methodType(MethodHandle.class, Class.class);
            WRITE_REPLACE = lookup.findVirtual(type, "writeReplaceForSerialization", finder);
            READ_RESOLVE = lookup.findVirtual(type, "readResolveForSerialization", finder);
            CONSTRUCTOR = lookup.findVirtual(
                    type,
                    "newConstructorForSerialization",
                    MethodType.methodType(Constructor.class, Class.class, Constructor.class));
        } catch (ReflectiveOperationException noSuchJdk) {
            throw new ExceptionInInitializerError(noSuchJdk);
        }
    }

    private SerializationAccess() {}

    /** Calls {@code writeReplace}, whatever its access; null if a class has none. */
    static MethodHandle writeReplace(Class<?> type) {
        return (MethodHandle) call(WRITE_REPLACE, type);
    }

    /** Calls {@code readResolve}, whatever its access; null if a class has none. */
    static MethodHandle readResolve(Class<?> type) {
        return (MethodHandle) call(READ_RESOLVE, type);
    }

    /** Makes an object without running its class's constructors or initializers. */
    static Object allocate(Class<?> type) throws ReflectiveOperationException {
        try {
            Constructor<?> ofObject = Object.class.getConstructor();
            Constructor<?> bare = (Constructor<?>) CONSTRUCTOR.invoke(FACTORY, type, ofObject);
            return bare.newInstance();
        } catch (ReflectiveOperationException | RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static Object call(MethodHandle finder, Class<?> type) {
        try {
            return finder.invoke(FACTORY, type);
        } catch (RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }
}
