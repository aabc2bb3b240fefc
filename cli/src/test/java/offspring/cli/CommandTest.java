package offspring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command's own part, in this JVM. */
class CommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Main.run(new PrintWriter(out), new PrintWriter(err), args);
    }

    @Test
    void withoutArgumentsTheCommandsAreListed() {
        assertThat(run()).isZero();
        assertThat(out.toString())
                .contains("demo", "run", "examples", "bench", "doctor", "path", "version")
                .doesNotContain("simulate", "manager");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    nonsense              | unknown command: nonsense
                    demoo                 | did you mean demo?
                    version extra         | extra
                    path --nonsense       | --nonsense
                    path --options --class-path | mutually exclusive
                    demo --dir /no/where  | no such directory: /no/where
                    demo --processes 0    | --processes must be at least 1
                    demo --processes many | many
                    examples nonsense     | nonsense
                    run                   | ./offspring run
                    """)
    void wrongUsageIsOneLineOnStderrAndExitCodeTwo(String commandLine, String said) {
        assertThat(run(commandLine.split(" +"))).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).startsWith("offspring: ").contains(said).hasLineCount(1);
    }

    @Test
    void versionTellsOursAndTheJdks() {
        assertThat(run("version")).isZero();
        assertThat(out.toString()).matches("offspring \\d+\\.\\d+\\.\\d+\\S* \\(JDK 2\\d.*\\)\\R");
    }

    @Test
    void pathTellsWhereTheLibraryIs() {
        assertThat(run("path", "--class-path")).isZero();
        assertThat(Files.exists(Path.of(out.toString().strip()))).isTrue();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void doctorTellsOfEachFeature() {
        assertThat(run("doctor")).isZero();
        assertThat(out.toString()).contains("JDK", "futex", "memfd", "pidfd", "processors", "memory", "AOT cache");
    }

    @Test
    void tablesAlignTheFirstColumnToTheLeftAndTheOthersToTheRight() {
        Table table = new Table("name", "count");
        table.row("a", "1");
        table.row("longer", "1000");
        assertThat(table.lines()).containsExactly("name    count", "a           1", "longer   1000");
    }
}
