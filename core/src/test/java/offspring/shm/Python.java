package offspring.shm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import offspring.testing.PythonProgram;

/** The real thing: what CPython makes of our shared memory, and we of its. */
final class Python {

    /** Before 3.13 a process that only attaches removes the name at its end, unless its tracker is not told. */
    private static final String PRELUDE =
            """
            import sys
            from multiprocessing import resource_tracker
            resource_tracker.register = resource_tracker.unregister = lambda *_: None
            from multiprocessing.shared_memory import SharedMemory, ShareableList
            name = sys.argv[1]
            """;

    private Python() {}

    static void require() {
        PythonProgram.require();
    }

    /** Runs a script in which {@code name} is the given one; its output. */
    static List<String> run(String script, String name) throws Exception {
        List<String> command = new ArrayList<>(List.of("python3", "-c", PRELUDE + script, name));
        Process python = new ProcessBuilder(command).redirectErrorStream(true).start();
        python.getOutputStream().close();
        String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        python.getInputStream().close();
        assertThat(python.waitFor()).as(output).isZero();
        return output.lines().toList();
    }
}
