package offspring.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the demo computes. */
class ScanTest {

    @TempDir
    private Path directory;

    private Body body;

    @BeforeEach
    void writeFiles() throws IOException {
        Files.writeString(directory.resolve("a.txt"), "one two two\nlonger_line with snake_case2\n");
        Files.writeString(directory.resolve("b.txt"), "Two 22two");
        Files.writeString(directory.resolve("empty.txt"), "");
        body = Body.ofDirectory(directory);
    }

    private Tally scan(String... names) throws IOException {
        return Scan.scan(new Chunk(1, body, new ArrayList<>(List.of(names))));
    }

    @Test
    void findsAllFilesInOrder() throws IOException {
        assertThat(body.names()).containsExactly("a.txt", "b.txt", "empty.txt");
    }

    @Test
    void countsWordsDigestsAndLongestLines() throws IOException {
        Tally tally = scan("a.txt", "b.txt", "empty.txt");
        assertThat(tally.words())
                .isEqualTo(Map.of("one", 1, "two", 3, "longer_line", 1, "with", 1, "snake_case2", 1, "Two", 1));
        assertThat(tally.digests())
                .containsEntry("empty.txt", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
                .hasSize(3);
        assertThat(tally.longest().getFirst()).isEqualTo(new Tally.Line(28, "a.txt", 2));
        assertThat(tally.longest()).hasSize(5);
        assertThat(tally.bytes()).isEqualTo(50);
    }

    @Test
    void addingUpGivesTheSameInAnyOrder() throws IOException {
        Tally forth = new Tally();
        forth.add(scan("a.txt"));
        forth.add(scan("b.txt", "empty.txt"));
        Tally back = new Tally();
        back.add(scan("b.txt", "empty.txt"));
        back.add(scan("a.txt"));
        assertThat(forth.isSameAs(back)).isTrue();
        assertThat(forth.isSameAs(scan("a.txt", "b.txt", "empty.txt"))).isTrue();
        assertThat(forth.isSameAs(scan("a.txt"))).isFalse();
    }

    @Test
    void chunksHoldEachFileOnce() throws IOException {
        List<String> cut = Chunk.cut(body, body.names(), 2).stream()
                .flatMap(chunk -> chunk.names().stream())
                .toList();
        assertThat(cut).isEqualTo(body.names());
        assertThat(Chunk.cut(body, body.names(), 100)).hasSize(3);
    }

    @Test
    void everyJdkHasSomethingToWorkOn() throws IOException {
        assertThat(Body.ofThisJdk().names()).hasSizeGreaterThan(1000);
        Body classes = new Body(Body.Kind.JDK_CLASSES, "/modules");
        List<String> names = classes.names();
        assertThat(names).hasSizeGreaterThan(1000);
        try (Body.Reader reader = classes.open()) {
            assertThat(reader.read(names.getFirst())).isNotEmpty();
        }
    }
}
