package offspring.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProcessCrashTableTest {

    @Test
    void documentedTableIsThisOne() throws IOException {
        Path document = Stream.of(Path.of("docs"), Path.of("../docs"))
                .map(docs -> docs.resolve("crash-table-process.md"))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
        assertThat(Files.readAllLines(document)).containsSubsequence(ProcessCrashTable.lines());
    }
}
