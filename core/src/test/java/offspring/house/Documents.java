package offspring.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The programs in the documentation, and what the documentation says that they print. */
final class Documents {

    /** {@code <!-- run: Name.java -->}, the program, and what it prints. */
    private static final Pattern PROGRAM = Pattern.compile(
            "<!-- run: (\\w+\\.java) -->\\n```java\\n(.*?)```\\n(.*?)<!-- prints -->\\n```\\w*\\n(.*?)```", Pattern.DOTALL);

    private Documents() {}

    /** A program in a document. */
    record Program(Path document, String name, String source, String output, int outputStart, int outputEnd) {
        @Override
        public String toString() {
            return document.getFileName() + " " + name;
        }
    }

    static List<Program> programs() throws IOException {
        List<Program> programs = new ArrayList<>();
        for (Path document : all()) {
            Matcher matcher = PROGRAM.matcher(Files.readString(document));
            while (matcher.find()) {
                programs.add(new Program(
                        document, matcher.group(1), matcher.group(2), matcher.group(4), matcher.start(4), matcher.end(4)));
            }
        }
        return programs;
    }

    private static List<Path> all() throws IOException {
        Path root = Layers.root();
        try (Stream<Path> files = Files.walk(root.resolve("docs"))) {
            return Stream.concat(Stream.of(root.resolve("README.md")), files)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    /** Puts the output of a program into its document. */
    static void write(Program program, String output) throws IOException {
        String text = Files.readString(program.document());
        Program now = programs().stream()
                .filter(other -> other.name().equals(program.name()) && other.document().equals(program.document()))
                .findFirst()
                .orElseThrow();
        Files.writeString(
                program.document(),
                text.substring(0, now.outputStart()) + output + text.substring(now.outputEnd()));
    }
}
