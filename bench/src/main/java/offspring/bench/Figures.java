package offspring.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import offspring.Action;

/** Collects figures, and has the arithmetic they are made with. */
final class Figures {

    private static final int PASSES = 3;
    private static final long WARM_UP_NANOS = 2_000_000_000L;

    private final List<Figure> all = new ArrayList<>();

    List<Figure> all() {
        return all;
    }

    void add(String row, double value, String unit) {
        all.add(new Figure(row, value, unit));
    }

    /** Median and 99th percentile of single calls. */
    void times(String row, double[] seconds, String unit) {
        double factor = unit.equals("ms") ? 1e3 : 1e6;
        add(row + ".median", median(seconds) * factor, unit);
        add(row + ".p99", percentile99(seconds) * factor, unit);
    }

    /**
     * How many a second, the median of some passes after two seconds that are not measured: a JVM compiles what is called
     * often. The first pass of all has a row of its own, named first_pass.
     */
    void rate(String row, int count, Action pass) throws Exception {
        add(row + ".first_pass", count / seconds(pass), "tasks/s");
        warmUp(pass);
        add(row, count / median(calls(PASSES, pass)), "tasks/s");
    }

    /** Does something for two seconds. */
    static void warmUp(Action pass) throws Exception {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < WARM_UP_NANOS) {
            pass.execute();
        }
    }

    /** Seconds of each of some calls. */
    static double[] calls(int count, Action call) throws Exception {
        double[] seconds = new double[count];
        for (int i = 0; i < count; i++) {
            seconds[i] = seconds(call);
        }
        return seconds;
    }

    static double seconds(Action call) throws Exception {
        long start = System.nanoTime();
        call.execute();
        return (System.nanoTime() - start) / 1e9;
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    private static double percentile99(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[Math.ceilDiv(99 * sorted.length, 100) - 1];
    }
}
