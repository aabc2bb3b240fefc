package offspring.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code offspring examples}: lists the programs under {@code examples/}; the launcher script runs them. */
@Command(
        name = "examples",
        description = "Lists the example programs, or runs one of them.",
        customSynopsis = {"offspring examples [list]", "offspring examples run NAME [args]"})
final class ExamplesCommand extends WithHelp implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(hidden = true, arity = "0..1", defaultValue = "list")
    private String what;

    @Override
    public Integer call() throws IOException {
        if (!what.equals("list")) {
            throw new ParameterException(spec.commandLine(), "unknown word after examples: " + what);
        }
        String home = System.getProperty("offspring.home");
        if (home == null) {
            throw new ParameterException(spec.commandLine(), "examples are shown by the launcher: ./offspring examples");
        }
        Path directory = Path.of(home, "examples");
        PrintWriter out = spec.commandLine().getOut();
        String group = null;
        for (Path file : sources(directory)) {
            String its = directory.relativize(file.getParent()).toString();
            if (!its.equals(group)) {
                out.println((group == null ? "" : System.lineSeparator()) + (its.isEmpty() ? "general" : its));
                group = its;
            }
            out.printf("  %-26s %s%n", nameOf(file), summary(file));
        }
        return 0;
    }

    /** Sorted, those of the directory itself first. */
    private static List<Path> sources(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory, 2)) {
            return all.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.startsWith(directory.resolve("src")))
                    .sorted((a, b) -> {
                        int byGroup = a.getParent().compareTo(b.getParent());
                        return byGroup != 0 ? byGroup : a.compareTo(b);
                    })
                    .toList();
        }
    }

    private static String nameOf(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - ".java".length());
    }

    /** The first line of the comment at its top. */
    private static String summary(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith("// "))
                    .findFirst()
                    .map(line -> line.substring(3))
                    .orElse("");
        }
    }
}
