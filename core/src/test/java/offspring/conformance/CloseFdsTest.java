package offspring.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import offspring.process.ChildProcess;
import offspring.process.StartMethod;
import offspring.testing.LeakCheck;
import offspring.testing.Notebook;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** CPython's {@code TestCloseFds}. */
@ExtendWith(LeakCheck.class)
class CloseFdsTest {

    @TempDir
    Path directory;

    /** The JDK keeps a socket of its own from the first time that one is closed. */
    @BeforeAll
    static void closeASocket() throws IOException {
        new ServerSocket(0, 1, InetAddress.getLoopbackAddress()).close();
    }

    /** What the parent has open, a socket, a file, a pipe to a program, the child has not. */
    @ParameterizedTest
    @EnumSource(value = StartMethod.class, names = {"SPAWN", "STANDBY"})
    void testCloseFds(StartMethod method) throws Exception {
        Notebook notes = Notebook.in(directory);
        Path file = directory.resolve("open.txt");
        Process program = new ProcessBuilder("cat").start();
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            assertThat(socket.isBound()).isTrue();
            open.write(1);
            List<String> ofParent = descriptors();
            ChildProcess child = ChildProcess.builder().startMethod(method).start(() -> {
                for (String descriptor : descriptors()) {
                    notes.say(descriptor);
                }
            });
            child.join();
            assertThat(child.exitCode()).hasValue(0);
            List<String> shared = notes.lines().stream()
                    .filter(descriptor -> ofParent.contains(descriptor))
                    .filter(descriptor -> descriptor.startsWith("socket:") || descriptor.contains("open.txt"))
                    .toList();
            assertThat(shared).isEmpty();
        } finally {
            program.getOutputStream().close();
            program.waitFor();
            try (InputStream out = program.getInputStream(); InputStream err = program.getErrorStream()) {
                assertThat(out.read()).isEqualTo(err.read());
            }
        }
    }

    private static List<String> descriptors() {
        return List.of(new File("/proc/self/fd").listFiles()).stream().map(CloseFdsTest::target).toList();
    }

    private static String target(File descriptor) {
        try {
            return Files.readSymbolicLink(descriptor.toPath()).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }
}
