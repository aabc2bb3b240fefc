package offspring.cli.demo;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What was found in some files. Two of them can be added up, in any order.
 *
 * @param words how often each word occurs
 * @param digests the SHA-256 of each file, in hexadecimal
 * @param longest the longest lines, longest first
 * @param size files and bytes
 */
record Tally(
        HashMap<String, Integer> words, HashMap<String, String> digests, ArrayList<Line> longest, long[] size)
        implements Serializable {

    private static final int LINES = 5;

    /**
     * A long line.
     *
     * @param length how many bytes
     * @param file where it is
     * @param number which line of it
     */
    record Line(int length, String file, int number) implements Serializable, Comparable<Line> {

        private static final Comparator<Line> ORDER = Comparator.comparingInt(Line::length)
                .reversed()
                .thenComparing(Line::file)
                .thenComparingInt(Line::number);

        @Override
        public int compareTo(Line other) {
            return ORDER.compare(this, other);
        }
    }

    Tally() {
        this(new HashMap<>(), new HashMap<>(), new ArrayList<>(), new long[1]);
    }

    void add(Tally other) {
        other.words.forEach((word, times) -> words.merge(word, times, Integer::sum));
        digests.putAll(other.digests);
        other.longest.forEach(this::note);
        size[0] += other.size[0];
    }

    /** Keeps the line if it is among the longest. */
    void note(Line line) {
        if (longest.size() < LINES || line.compareTo(longest.getLast()) < 0) {
            longest.add(line);
            longest.sort(null);
            if (longest.size() > LINES) {
                longest.removeLast();
            }
        }
    }

    long bytes() {
        return size[0];
    }

    long wordCount() {
        return words.values().stream().mapToLong(Integer::longValue).sum();
    }

    List<String> mostFrequent(int howMany) {
        return words.entrySet().stream()
                .sorted(Comparator.<Map.Entry<String, Integer>>comparingInt(Map.Entry::getValue)
                        .reversed()
                        .thenComparing(Map.Entry::getKey))
                .limit(howMany)
                .map(entry -> "%s %,d".formatted(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** Whether both found the same; arrays make the record's own {@code equals} useless for that. */
    boolean isSameAs(Tally other) {
        return words.equals(other.words)
                && digests.equals(other.digests)
                && longest.equals(other.longest)
                && bytes() == other.bytes();
    }
}
