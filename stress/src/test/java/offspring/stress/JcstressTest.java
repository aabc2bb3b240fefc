package offspring.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs what is written for jcstress, in JVMs of its own. */
class JcstressTest {

    @TempDir
    Path directory;

    @Test
    void noForbiddenOutcomeIsSeen() throws Exception {
        boolean quick = !"long".equals(System.getProperty("stress"));
        File log = directory.resolve("jcstress.log").toFile();
        Process jcstress = new ProcessBuilder(command(quick ? "quick" : "default"))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        int exitCode = jcstress.waitFor();
        String said = Files.readString(log.toPath());
        System.out.println(said);
        assertThat(exitCode).as(said).isZero();
        assertThat(said)
                .contains("Failed tests: No matches.", "Error tests: No matches.")
                .containsPattern("All remaining tests: 6 matching");
    }

    private static List<String> command(String mode) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"),
                "org.openjdk.jcstress.Main", "-m", mode, "-v", "-t", "offspring.stress");
    }
}
