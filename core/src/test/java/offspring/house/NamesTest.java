package offspring.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import offspring.testing.FreshJvm;
import offspring.testing.LeakCheck;
import offspring.testing.RunningProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code import module offspring;} gives a script every public name, and none collides with {@code java.base}. */
@ExtendWith(LeakCheck.class)
class NamesTest {

    @TempDir
    Path directory;

    @Test
    void compactSourceFileUsesEveryPublicName() throws Exception {
        Set<String> names = Exports.publicNames();
        assertThat(names).contains("Action", "Task", "ExitStatus");
        String text = names.stream()
                .map(name -> "        " + name + ".class,\n")
                .collect(Collectors.joining("", """
                        import module offspring;

                        void main() {
                            List<Class<?>> all = List.of(new Class<?>[] {
                        """, """
                            });
                            IO.println(all.size());
                        }
                        """));
        try (RunningProgram program =
                FreshJvm.in(directory).source("Names.java", text).launch("Names.java")) {
            assertThat(program.awaitEnd()).isEqualTo(new RunningProgram.Result(0, names.size() + "\n", ""));
        }
    }
}
