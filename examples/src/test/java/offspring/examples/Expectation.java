package offspring.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an example says at its end that it prints: a comment "Prints, in this order:" or "Prints, in any
 * order:" with one line for each line, and if need be "On stderr:" with lines among others. An ellipsis
 * stands for any text within the line.
 */
record Expectation(boolean ordered, List<String> stdout, List<String> stderr) {

    private enum Section {
        BEFORE,
        STDOUT,
        STDERR
    }

    static Expectation of(Path source) throws IOException {
        boolean ordered = true;
        List<String> stdout = new ArrayList<>();
        List<String> stderr = new ArrayList<>();
        Section section = Section.BEFORE;
        for (String line : Files.readAllLines(source)) {
            if (line.startsWith("// Prints, in ")) {
                section = Section.STDOUT;
                ordered = line.contains("this order");
            } else if (line.equals("// On stderr:")) {
                section = Section.STDERR;
            } else if (line.startsWith("//   ") && section != Section.BEFORE) {
                (section == Section.STDOUT ? stdout : stderr).add(line.substring("//   ".length()));
            }
        }
        if (stdout.isEmpty()) {
            throw new AssertionError(source + " does not say what it prints");
        }
        return new Expectation(ordered, stdout, stderr);
    }

    /** What is wrong with the output, or an empty list. */
    List<String> differences(List<String> out, List<String> err) {
        List<String> wrong = new ArrayList<>();
        if (ordered) {
            compareInOrder(out, wrong);
        } else {
            compareAsSets(out, wrong);
        }
        if (stderr.isEmpty()) {
            err.forEach(line -> wrong.add("unexpected on stderr: " + line));
        }
        for (String pattern : stderr) {
            if (err.stream().noneMatch(line -> matches(pattern, line))) {
                wrong.add("missing on stderr: " + pattern);
            }
        }
        return wrong;
    }

    private void compareInOrder(List<String> out, List<String> wrong) {
        for (int i = 0; i < Math.max(out.size(), stdout.size()); i++) {
            String expected = i < stdout.size() ? stdout.get(i) : "(nothing)";
            String actual = i < out.size() ? out.get(i) : "(nothing)";
            if (!matches(expected, actual)) {
                wrong.add("line " + (i + 1) + " expected: " + expected + " but was: " + actual);
            }
        }
    }

    /** Each expected line takes one of the actual ones; those with most of a text of their own choose first. */
    private void compareAsSets(List<String> out, List<String> wrong) {
        List<String> left = new ArrayList<>(out);
        Comparator<String> precision = Comparator.comparing((String pattern) -> pattern.contains("…"))
                .thenComparing(String::length, Comparator.reverseOrder());
        for (String pattern : stdout.stream().sorted(precision).toList()) {
            Stream<String> fitting = left.stream().filter(line -> matches(pattern, line));
            fitting.findFirst().ifPresentOrElse(left::remove, () -> wrong.add("missing: " + pattern));
        }
        left.forEach(line -> wrong.add("unexpected: " + line));
    }

    private static boolean matches(String pattern, String line) {
        String regex = Stream.of(pattern.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return line.matches(regex);
    }
}
