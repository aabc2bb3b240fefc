package offspring.launch;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Classes that JVMs booted ahead of need initialize ahead of need. */
public final class Preload {

    private static volatile List<String> names = List.of();

    private Preload() {}

    /** Adds classes for JVMs booted from now on. */
    public static synchronized void add(Class<?>... types) {
        Set<String> all = new LinkedHashSet<>(names);
        Arrays.stream(types).map(Class::getName).forEach(all::add);
        names = List.copyOf(all);
    }

    static List<String> names() {
        return names;
    }
}
