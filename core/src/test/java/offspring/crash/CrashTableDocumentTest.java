package offspring.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/crash-table.md says what the table in the code says. */
class CrashTableDocumentTest {

    private static final String BEGIN = "<!-- the pool's table: written by CrashTableDocumentTest -->\n";
    private static final String END = "<!-- end -->";

    /** With {@code -Doffspring.crash.table=write} it writes the document instead of comparing. */
    @Test
    void documentHoldsTheTable() throws IOException {
        Path file = document();
        String text = Files.readString(file);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        String expected = text.substring(0, begin) + table() + text.substring(text.indexOf(END, begin));
        if ("write".equals(System.getProperty("offspring.crash.table"))) {
            Files.writeString(file, expected);
        }
        assertThat(Files.readString(file)).isEqualTo(expected);
    }

    @Test
    void everyWayAtEveryMomentHasItsCell() {
        List<String> cells = CrashTable.POOL.stream()
                .map(cell -> cell.moment() + " " + cell.way())
                .toList();
        assertThat(cells).doesNotHaveDuplicates().hasSize(Moment.values().length * Way.values().length);
    }

    private static Path document() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("docs/crash-table.md"))) {
            directory = directory.getParent();
        }
        return directory.resolve("docs/crash-table.md");
    }

    private static String table() {
        StringBuilder text = new StringBuilder();
        for (Moment moment : Moment.values()) {
            text.append("\n### ").append(capital(moment.words())).append("\n\n");
            text.append("| the worker | the caller gets | with | lives on |\n|---|---|---|---|\n");
            for (Way way : Way.values()) {
                CrashTable.POOL.stream()
                        .filter(cell -> cell.moment() == moment && cell.way() == way)
                        .forEach(cell -> text.append(row(cell)));
            }
        }
        return text.append('\n').toString();
    }

    private static String row(Cell cell) {
        String exception = cell.exception().equals("–") ? "nothing" : "`" + cell.exception() + "`";
        String facts = cell.facts().entrySet().stream()
                .map(fact -> fact.getKey() + " = " + fact.getValue())
                .collect(Collectors.joining("; "));
        return "| %s | %s | %s | %s |%n".formatted(cell.way().words(), exception, facts, cell.survivors().words());
    }

    private static String capital(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
