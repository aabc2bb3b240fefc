package offspring.launch;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The living children of this process, workers of pools included. */
public final class Children {

    /** To whom each belongs: this JVM's process, or a thread child in it. */
    private static final Map<Child, Self> LIVING = new ConcurrentHashMap<>();

    private Children() {}

    static void add(Child child) {
        LIVING.put(child, Self.current());
        ProgramEnd.arm();
    }

    static void remove(Child child) {
        LIVING.remove(child);
    }

    /** Forgets those that are threads of this JVM: they end with it. */
    static void removeThreads() {
        LIVING.keySet().removeIf(ThreadChild.class::isInstance);
    }

    /** The living children of the calling process. */
    public static List<Child> living() {
        return of(Self.current());
    }

    static List<Child> of(Self parent) {
        return LIVING.entrySet().stream()
                .filter(entry -> entry.getValue() == parent)
                .map(Map.Entry::getKey)
                .toList();
    }

    static List<Child> all() {
        return List.copyOf(LIVING.keySet());
    }

    static boolean isEmpty() {
        return LIVING.isEmpty();
    }
}
