package offspring.wire;

import java.io.Serializable;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;

/** Lambdas and method references, which serialization sees as {@link SerializedLambda}s. */
final class Lambdas {

    private static final ClassValue<MethodHandle> WRITE_REPLACE = new ClassValue<>() {
        @Override
        protected MethodHandle computeValue(Class<?> type) {
            return findWriteReplace(type);
        }
    };

    private Lambdas() {}

    /** Whether a class is one that the JVM made for a lambda or method reference. */
    static boolean isLambda(Class<?> type) {
        return type.isHidden() && type.isSynthetic();
    }

    /** By ordinary reflection where the program's package is open to us, else as the JDK may. */
    private static MethodHandle findWriteReplace(Class<?> type) {
        try {
            Method method = type.getDeclaredMethod("writeReplace");
            return method.trySetAccessible()
                    ? MethodHandles.lookup().unreflect(method)
                    : SerializationAccess.writeReplace(type);
        } catch (NoSuchMethodException | IllegalAccessException none) {
            return null;
        }
    }

    /** What serialization makes of a lambda; null if it is not {@code Serializable} or will not tell. */
    static SerializedLambda serialized(Object lambda) {
        if (!(lambda instanceof Serializable)) {
            return null;
        }
        MethodHandle writeReplace = WRITE_REPLACE.get(lambda.getClass());
        try {
            return writeReplace != null && writeReplace.invoke(lambda) instanceof SerializedLambda form ? form : null;
        } catch (RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Whether the first captured value is the object in whose method the lambda stands. */
    static boolean capturesThis(SerializedLambda form) {
        int kind = form.getImplMethodKind();
        return kind != MethodHandleInfo.REF_invokeStatic
                && kind != MethodHandleInfo.REF_newInvokeSpecial
                && form.getCapturedArgCount() > 0
                && form.getImplMethodName().startsWith("lambda$");
    }
}
