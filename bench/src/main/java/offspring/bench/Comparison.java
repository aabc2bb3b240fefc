package offspring.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One row: what several rounds gave on both sides. */
final class Comparison {

    /** A spread of a third of the median and more: another run may well say something else. */
    private static final double NOISY = 0.33;

    private final String row;
    private final String unit;
    private final List<Double> ours = new ArrayList<>();
    private final List<Double> pythons = new ArrayList<>();

    Comparison(Figure figure) {
        this.row = figure.row();
        this.unit = figure.unit();
    }

    void addOurs(double value) {
        ours.add(value);
    }

    void addPythons(double value) {
        pythons.add(value);
    }

    String row() {
        return row;
    }

    boolean hasOurs() {
        return !ours.isEmpty();
    }

    double ours() {
        return median(ours);
    }

    /** NaN if CPython has no such row. */
    double python() {
        return pythons.isEmpty() ? Double.NaN : median(pythons);
    }

    /** Above 1: ours is better, be the unit one of which more is better or less. NaN without CPython. */
    double ratio() {
        return unit.endsWith("/s") ? ours() / python() : python() / ours();
    }

    boolean isNoisy() {
        return spread(ours) > NOISY || spread(pythons) > NOISY;
    }

    String json() {
        return "{\"row\": \"%s\", \"ours\": %s, \"python\": %s, \"ratio\": %s, \"unit\": \"%s\", \"rounds\": %d, \"noisy\": %b}"
                .formatted(row, number(ours()), number(python()), number(ratio()), unit, ours.size(), isNoisy());
    }

    String[] cells() {
        boolean alone = pythons.isEmpty();
        return new String[] {
            row,
            text(ours()),
            alone ? "-" : text(python()),
            unit,
            alone ? "-" : "%.2f".formatted(ratio()),
            isNoisy() ? "noisy" : ""
        };
    }

    private static double median(List<Double> values) {
        return Figures.median(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** From the second lowest to the second highest where there are enough, as a part of the median. */
    private static double spread(List<Double> values) {
        if (values.size() < 2) {
            return 0;
        }
        List<Double> sorted = values.stream().sorted().toList();
        int left = values.size() >= 5 ? 1 : 0;
        return (sorted.get(sorted.size() - 1 - left) - sorted.get(left)) / median(values);
    }

    /** Four significant digits; JSON knows no NaN. */
    private static String number(double value) {
        return Double.isFinite(value) ? Double.toString(fourDigits(value)) : "null";
    }

    private static String text(double value) {
        return value >= 1000 ? "%,.0f".formatted(fourDigits(value)) : Double.toString(fourDigits(value));
    }

    private static double fourDigits(double value) {
        return Double.parseDouble(String.format(Locale.ROOT, "%.3e", value));
    }
}
