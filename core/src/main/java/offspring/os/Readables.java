package offspring.os;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What can be waited for although its class is public and says nothing of {@link Readable}, which is not for users. Such a
 * class adds itself when it is initialized.
 */
public final class Readables {

    private static final Map<Class<?>, Function<Object, Readable>> BY_CLASS = new ConcurrentHashMap<>();

    private Readables() {}

    /** Objects of a class, or of one below it, are waited for by way of what the function gives. */
    public static void add(Class<?> type, Function<Object, Readable> readable) {
        BY_CLASS.put(type, readable);
    }

    /** By way of what an object can be waited for; null if it cannot. */
    public static Readable of(Object object) {
        if (object instanceof Readable readable) {
            return readable;
        }
        for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
            Function<Object, Readable> known = BY_CLASS.get(type);
            if (known != null) {
                return known.apply(object);
            }
        }
        return null;
    }
}
