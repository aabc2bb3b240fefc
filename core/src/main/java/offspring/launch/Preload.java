package offspring.launch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Classes that JVMs booted ahead of need initialize ahead of need. */
public final class Preload {

    private static final int REMEMBERED = 8;

    private static volatile List<String> names = List.of();

    /** Replaced as a whole, never changed. */
    private static volatile List<String> used = List.of();

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

    /** Remembers the class in which an action was written: chances are that the next one is from there as well. */
    static void noteUse(Class<?> action) {
        if (action.getClassLoader() == ClassLoader.getSystemClassLoader()) {
            String name = action.getName();
            int lambda = name.indexOf("$$Lambda");
            String host = lambda < 0 ? name : name.substring(0, lambda);
            if (!used.contains(host)) {
                remember(host);
            }
        }
    }

    private static synchronized void remember(String host) {
        List<String> changed = new ArrayList<>(used);
        changed.addFirst(host);
        used = List.copyOf(changed.subList(0, Math.min(changed.size(), REMEMBERED)));
    }

    static List<String> recentlyUsed() {
        return used;
    }
}
