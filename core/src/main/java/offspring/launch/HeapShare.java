package offspring.launch;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * How much of the machine's memory the heap of a child may take: so much that one for each processor fit into three
 * quarters of it, but at least 1 GiB, and never more than the quarter that is a JVM's default.
 */
final class HeapShare {

    private static final double OF_ALL_PERCENT = 75;
    private static final double MOST_PERCENT = 25;
    private static final double LEAST_KIB = 1 << 20;

    private HeapShare() {}

    /** The option for a child with these options of its own; none where the default is right or something else was asked for. */
    static List<String> options(List<String> jvmOptions, int processors, OptionalLong memoryKib) {
        double percent = percent(processors, memoryKib);
        boolean isChosen = jvmOptions.stream().anyMatch(HeapShare::saysHowMuch);
        return isChosen || percent == MOST_PERCENT
                ? List.of()
                : List.of("-XX:MaxRAMPercentage=" + String.format(Locale.ROOT, "%.2f", percent));
    }

    static double percent(int processors, OptionalLong memoryKib) {
        double least = memoryKib.isEmpty() ? 0 : 100 * LEAST_KIB / memoryKib.getAsLong();
        return Math.min(MOST_PERCENT, Math.max(least, OF_ALL_PERCENT / processors));
    }

    private static boolean saysHowMuch(String option) {
        return option.startsWith("-Xmx") || option.startsWith("-XX:MaxHeapSize=") || option.startsWith("-XX:MaxRAM");
    }
}
