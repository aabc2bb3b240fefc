package offspring.wire;

import java.io.InvalidObjectException;
import java.util.concurrent.Callable;
import offspring.NotShippableException;

/**
 * Objects on their way to another program, and from one: a peer at the other end of a socket, which has no part in the family's
 * shared memory and is asked for no classes.
 *
 * <p>Shape: a {@link Payload} that is a value or a graph, in which all classes are named by their names alone. What names
 * something in this family is refused on the way out as on the way in.
 */
public final class Abroad {

    /** Set while the thread encodes or decodes such a payload. */
    private static final ThreadLocal<Boolean> UNDER_WAY = new ThreadLocal<>();

    private Abroad() {}

    /**
     * Encodes an object and all that it refers to.
     *
     * @throws NotShippableException if it cannot travel, or not to another program
     */
    public static byte[] encode(Object value) {
        boolean outer = isUnderWay();
        resume(true);
        try {
            return Encoding.encode(value);
        } finally {
            resume(outer);
        }
    }

    /**
     * Decodes what another program encoded. Asks the program's filter about each class.
     *
     * @throws UndecodableException if it cannot be made here
     */
    public static Object decode(byte[] bytes, int offset, int length) throws UndecodableException {
        boolean outer = isUnderWay();
        resume(true);
        try {
            return Payload.decode(bytes, offset, length);
        } finally {
            resume(outer);
        }
    }

    static boolean isUnderWay() {
        return UNDER_WAY.get() != null;
    }

    /** Goes on with what another thread began. */
    static void resume(boolean underWay) {
        if (underWay) {
            UNDER_WAY.set(true);
        } else {
            UNDER_WAY.remove();
        }
    }

    /** A call as {@link Callable}, on another thread, of what this one does. */
    static <T> Callable<T> continued(Callable<T> call) {
        if (!isUnderWay()) {
            return call;
        }
        return () -> {
            resume(true);
            return call.call();
        };
    }

    /** Refuses what only another process of this family can have sent. */
    static void refuse(String what) throws InvalidObjectException {
        if (isUnderWay()) {
            throw new InvalidObjectException(what + " travels between the processes of a program and nowhere else");
        }
    }

    /** A class of that name: that of the class path, or of the program if it was started from source. */
    static Class<?> find(long origin, String name) throws ClassNotFoundException {
        if (origin != Origin.CLASS_PATH) {
            throw new ClassNotFoundException(name + " (another program's class loader has it)");
        }
        try {
            return ProgramClasses.onClassPath(name);
        } catch (ClassNotFoundException notThere) {
            ClassLoader context = Thread.currentThread().getContextClassLoader();
            if (context == null || ProgramClasses.isLibrary(name)) {
                throw notThere;
            }
            return Class.forName(name, false, context);
        }
    }
}
