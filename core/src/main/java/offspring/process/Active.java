package offspring.process;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import offspring.launch.Child;
import offspring.launch.Children;

/** The process objects whose processes have not ended. */
final class Active {

    private static final AtomicLong STARTED = new AtomicLong();
    private static final Map<Long, Entry> ENTRIES = new ConcurrentSkipListMap<>();

    private record Entry(ChildProcess process, Child child) {}

    private Active() {}

    static void add(ChildProcess process, Child child) {
        long number = STARTED.incrementAndGet();
        ENTRIES.put(number, new Entry(process, child));
        child.onExit().whenComplete((status, failure) -> ENTRIES.remove(number));
    }

    /** Those of the calling process: a thread child has others than the JVM it is in. */
    static List<ChildProcess> list() {
        List<Child> ours = Children.living();
        return ENTRIES.values().stream()
                .filter(entry -> ours.contains(entry.child) && entry.child.isAlive())
                .map(Entry::process)
                .toList();
    }
}
