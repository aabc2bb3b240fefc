package offspring.wire;

import java.lang.ref.SoftReference;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * The class loaders that live in this process and are not the class path: the source launcher's,
 * jshell's, a web application's.
 *
 * <p>They are held softly: a message that is still under way names its loader by number only, and a
 * child may ask for one more class at any time; yet a server that makes a loader per script must not
 * keep them all.
 */
final class OwnLoaders {

    private static final Map<ClassLoader, OwnLoader> BY_LOADER = new WeakHashMap<>();
    private static final Map<Long, OwnLoader> BY_ID = new HashMap<>();
    private static int lastNumber;

    private OwnLoaders() {}

    /** One of this process's loaders. */
    static final class OwnLoader implements Origin {

        private final SoftReference<ClassLoader> loader;
        private final Map<String, byte[]> served = new HashMap<>();
        private volatile long id;

        private OwnLoader(ClassLoader loader) {
            this.loader = new SoftReference<>(loader);
        }

        @Override
        public long id() {
            return id;
        }

        /** The loader, or null if nobody used it any more and memory was short. */
        ClassLoader loader() {
            return loader.get();
        }

        /** Notes which bytes of a class a child was given. */
        synchronized void served(String name, byte[] bytes) {
            served.put(name, bytes);
        }

        /**
         * Renumbers this loader if any class has other bytes now than children were given, as jshell
         * brings about when a method that others call is declared anew.
         *
         * @return whether it did
         */
        synchronized boolean renumberIfStale(Map<String, byte[]> current) {
            for (Map.Entry<String, byte[]> entry : current.entrySet()) {
                byte[] given = served.get(entry.getKey());
                if (given != null && !Arrays.equals(given, entry.getValue())) {
                    served.clear();
                    renumber(this);
                    return true;
                }
            }
            return false;
        }
    }

    static OwnLoader register(ClassLoader loader) {
        synchronized (BY_ID) {
            OwnLoader own = BY_LOADER.get(loader);
            if (own == null) {
                forgetCleared();
                own = new OwnLoader(loader);
                BY_LOADER.put(loader, own);
                renumber(own);
            }
            return own;
        }
    }

    /**
     * Gives a loader a new number, since its classes have changed: children that know the old ones
     * will load the new ones afresh. The old number goes on meaning this loader.
     */
    private static void renumber(OwnLoader own) {
        synchronized (BY_ID) {
            own.id = ProcessHandle.current().pid() << 32 | ++lastNumber;
            BY_ID.put(own.id, own);
        }
    }

    static OwnLoader byId(long id) {
        synchronized (BY_ID) {
            return BY_ID.get(id);
        }
    }

    private static void forgetCleared() {
        BY_ID.values().removeIf(own -> own.loader() == null);
    }
}
