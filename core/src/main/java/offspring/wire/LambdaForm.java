package offspring.wire;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;

/** A {@link LambdaShape} as read: makes lambdas of this shape. */
final class LambdaForm {

    private final Class<?> capturingClass;
    private final String[] words;
    private final int kind;
    private volatile MethodHandle factory;
    private volatile Object constant;

    private LambdaForm(Class<?> capturingClass, String[] words, int kind) {
        this.capturingClass = capturingClass;
        this.words = words;
        this.kind = kind;
    }

    static LambdaForm read(ByteReader in) throws IOException, ClassNotFoundException {
        Class<?> capturing = ClassName.readName(in);
        String[] words = new String[7];
        words[0] = LeafReader.readString(in);
        words[1] = LeafReader.readString(in);
        words[2] = LeafReader.readString(in);
        int kind = in.getByte();
        words[3] = LeafReader.readString(in);
        words[4] = LeafReader.readString(in);
        words[5] = LeafReader.readString(in);
        words[6] = LeafReader.readString(in);
        return new LambdaForm(capturing, words, kind);
    }

    Class<?> capturingClass() {
        return capturingClass;
    }

    /** Whether it is the library's own way to start a worker, about which a program's filter need not be asked. */
    boolean isOurs() {
        return capturingClass.getClassLoader() == LambdaForm.class.getClassLoader()
                && capturingClass.getName().equals("offspring.worker.WorkerMain");
    }

    /** A lambda; one that captures nothing is made once, as in the program itself. */
    Object make(Object[] captured) throws Exception {
        if (captured.length > 0) {
            return deserialize(captured);
        }
        Object known = constant;
        if (known == null) {
            known = deserialize(captured);
            constant = known;
        }
        return known;
    }

    private Object deserialize(Object[] captured) throws Exception {
        SerializedLambda form = new SerializedLambda(
                capturingClass, words[0], words[1], words[2], kind, words[3], words[4], words[5], words[6], captured);
        MethodHandle make = factory;
        if (make == null) {
            Method method = capturingClass.getDeclaredMethod("$deserializeLambda$", SerializedLambda.class);
            if (!method.trySetAccessible()) {
                return readResolve(form);
            }
            // Not Method.invoke, whose first call makes classes of its own: milliseconds of a child's start.
            make = MethodHandles.lookup().unreflect(method);
            factory = make;
        }
        try {
            return (Object) make.invokeExact(form);
        } catch (Throwable thrown) {
            throw failure(thrown);
        }
    }

    /** The JDK may call what we may not: a class of a module that is not open to us. */
    private static Object readResolve(SerializedLambda form) throws Exception {
        MethodHandle resolve = SerializationAccess.readResolve(SerializedLambda.class);
        if (resolve == null) {
            throw new InvalidObjectException("a lambda of a module that is not open; add the module jdk.unsupported");
        }
        try {
            return resolve.invoke(form);
        } catch (Throwable thrown) {
            throw failure(thrown);
        }
    }

    private static Exception failure(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return new InvalidObjectException("a lambda could not be made", thrown);
    }
}
