package offspring.launch;

import java.util.List;
import java.util.Locale;

/**
 * How much of the machine's memory the heap of a child may take: so much that one for each processor fit into three
 * quarters of it, and never more than the quarter that is a JVM's default.
 */
final class HeapShare {

    private static final double OF_ALL_PERCENT = 75;
    private static final double MOST_PERCENT = 25;

    private HeapShare() {}

    /** The option for a child with these options of its own; none where the default is right or something else was asked for. */
    static List<String> options(List<String> jvmOptions, int processors) {
        double percent = percent(processors);
        boolean isChosen = jvmOptions.stream().anyMatch(HeapShare::saysHowMuch);
        return isChosen || percent == MOST_PERCENT
                ? List.of()
                : List.of("-XX:MaxRAMPercentage=" + String.format(Locale.ROOT, "%.2f", percent));
    }

    static double percent(int processors) {
        return Math.min(MOST_PERCENT, OF_ALL_PERCENT / processors);
    }

    private static boolean saysHowMuch(String option) {
        return option.startsWith("-Xmx") || option.startsWith("-XX:MaxHeapSize=") || option.startsWith("-XX:MaxRAM");
    }
}
