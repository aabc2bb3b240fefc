package offspring.wire;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The program's classes, wherever in the family they live.
 *
 * <p>A class that every process finds on its class or module path is named by its name alone. Any
 * other is named by its loader's number and its name; the process in which the loader lives serves
 * its bytes, and every other process defines it in a {@link ProgramLoader}. Children ask their
 * parent, which asks its own parent if the loader is not its own.
 */
public final class ProgramClasses {

    /** Where the library itself is: not the class path in jshell's local mode or in a container. */
    static final ClassLoader HOME = ProgramClasses.class.getClassLoader();

    static final ClassLoader CLASS_PATH = ClassLoader.getSystemClassLoader();

    private static final ConcurrentMap<String, Class<?>> KNOWN = new ConcurrentHashMap<>();
    private static final ConcurrentMap<Long, ProgramLoader> LOADERS = new ConcurrentHashMap<>();
    private static volatile ClassSource source;

    static {
        Class<?>[] primitives = {
            boolean.class, byte.class, short.class, char.class, int.class, long.class, float.class,
            double.class, void.class
        };
        for (Class<?> primitive : primitives) {
            KNOWN.put(primitive.getName(), primitive);
        }
    }

    private ProgramClasses() {}

    /**
     * Tells where to ask for what this process does not have: its parent.
     *
     * @param parent answers what {@link #answer} answers there; called by any thread
     */
    public static void pullFrom(ClassSource parent) {
        source = parent;
    }

    /**
     * Answers a child's question, asking on if need be.
     *
     * @param request what the child's {@link ClassSource} was given
     * @return what it is to return
     */
    public static byte[] answer(byte[] request) {
        return ClassServer.answer(request, source);
    }

    /**
     * The class loader that code of a value expects as its thread's context class loader.
     *
     * @param value a decoded object
     * @return the loader of its class, or the system class loader if that is the JDK's or the library's
     */
    public static ClassLoader contextFor(Object value) {
        ClassLoader loader = value.getClass().getClassLoader();
        return loader instanceof ProgramLoader ? loader : CLASS_PATH;
    }

    /** The parent, or null in the first process. */
    static ClassSource source() {
        return source;
    }

    /** Where a class is from; null means the class path. */
    static Origin originOf(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        if (loader == null) {
            return null;
        }
        if (loader instanceof ProgramLoader program) {
            return program;
        }
        return isOnClassPath(type) ? null : OwnLoaders.register(loader);
    }

    private static boolean isOnClassPath(Class<?> type) {
        try {
            return onClassPath(type.getName()) == type;
        } catch (ClassNotFoundException | LinkageError _) {
            return false;
        }
    }

    /** Finds a class, not initialized. */
    static Class<?> find(long origin, String name) throws ClassNotFoundException {
        if (Abroad.isUnderWay()) {
            return Abroad.find(origin, name);
        }
        if (origin == Origin.CLASS_PATH) {
            return onClassPath(name);
        }
        OwnLoaders.OwnLoader own = OwnLoaders.byId(origin);
        if (own == null) {
            return standIn(origin, name).find(name);
        }
        ClassLoader loader = own.loader();
        if (loader == null) {
            throw new ClassNotFoundException(name + " (its class loader is gone)");
        }
        return Class.forName(name, false, loader);
    }

    /** The loader here that stands for one of another process, in which a class is wanted. */
    static ProgramLoader standIn(long origin, String name) throws ClassNotFoundException {
        ProgramLoader loader = LOADERS.get(origin);
        if (loader != null) {
            return loader;
        }
        if (source == null) {
            throw new ClassNotFoundException(name + " (process " + Origin.owner(origin)
                    + " made it with a class loader of its own, and only a parent is asked for classes)");
        }
        return LOADERS.computeIfAbsent(origin, ProgramLoader::new);
    }

    /** The values of jshell variables that a loader here has, or null if it has others. */
    static byte[] variables(long origin, String version) {
        ProgramLoader loader = LOADERS.get(origin);
        return loader == null ? null : loader.variables(version);
    }

    static Class<?> onClassPath(String name) throws ClassNotFoundException {
        Class<?> known = KNOWN.get(name);
        if (known == null) {
            known = search(name);
            KNOWN.put(name, known);
        }
        return known;
    }

    private static Class<?> search(String name) throws ClassNotFoundException {
        if (HOME == CLASS_PATH || !isLibrary(name)) {
            return Class.forName(name, false, CLASS_PATH);
        }
        try {
            return Class.forName(name, false, HOME);
        } catch (ClassNotFoundException notOurs) {
            return Class.forName(name, false, CLASS_PATH);
        }
    }

    /** Whether a class may be the library's own, of which there must be one in a process. */
    static boolean isLibrary(String name) {
        return name.startsWith("offspring.", name.lastIndexOf('[') + 1)
                || name.startsWith("Loffspring.", name.lastIndexOf('[') + 1);
    }
}
