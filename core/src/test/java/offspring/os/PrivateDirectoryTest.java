package offspring.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import offspring.testing.LeakCheck;
import offspring.testing.TestJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakCheck.class)
class PrivateDirectoryTest {

    @TempDir
    Path parent;

    /** Makes a directory with a file in it and waits to be told to end. */
    static final class Maker {
        public static void main(String[] arguments) throws IOException {
            PrivateDirectory directory = PrivateDirectory.create(Path.of(arguments[0]));
            Files.writeString(directory.resolve("file"), "text");
            System.out.println(directory.resolve("file"));
            System.in.read();
        }
    }

    @Test
    void goesWithTheProgramThatMadeIt() throws Exception {
        try (TestJvm maker = TestJvm.start(Maker.class, parent.toString())) {
            Path file = Path.of(maker.readLine());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                    .isEqualTo("rwx------");
            maker.writeLine("end");
            assertThat(maker.awaitEnd()).isZero();
            assertThat(file.getParent()).doesNotExist();
        }
    }

    @Test
    void thatOfAKilledProgramIsSweptByTheNextOneAndNoOther() throws Exception {
        try (TestJvm killed = TestJvm.start(Maker.class, parent.toString());
                TestJvm living = TestJvm.start(Maker.class, parent.toString());
                PrivateDirectory own = PrivateDirectory.create(parent)) {
            Path left = Path.of(killed.readLine());
            Path used = Path.of(living.readLine());
            killed.kill();
            Path stranger = Files.createDirectory(parent.resolve("offspring-of-somebody-else-"));
            Path elsewhere = Files.createDirectory(parent.resolve("offspring-1-999999999-1-1"));
            Path link = Files.createSymbolicLink(
                    parent.resolve(left.getParent().getFileName() + "0"), used.getParent());
            PrivateDirectory.sweep(parent);
            assertThat(left.getParent()).doesNotExist();
            assertThat(used).exists();
            assertThat(own.resolve("..")).exists();
            assertThat(stranger).exists();
            assertThat(elsewhere).exists();
            assertThat(link).exists();
            Files.delete(link);
        }
    }

    /** Makes directories until the program is about to be over, and a few more. */
    static final class Racer {
        private static volatile boolean isEnding;

        public static void main(String[] arguments) throws IOException {
            Path parent = Path.of(arguments[0]);
            Thread maker = Thread.ofPlatform().daemon().start(() -> make(parent));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                isEnding = true;
                join(maker);
            }));
            System.in.read();
        }

        private static void make(Path parent) {
            try {
                for (int late = 0; late < 100; late += isEnding ? 1 : 0) {
                    PrivateDirectory.create(parent);
                }
            } catch (IOException full) {
                throw new UncheckedIOException(full);
            }
        }

        private static void join(Thread maker) {
            try {
                maker.join();
            } catch (InterruptedException nobodyDoes) {
                throw new AssertionError(nobodyDoes);
            }
        }
    }

    @Test
    void thatAreMadeWhileTheProgramEndsGoWithIt() throws Exception {
        for (int round = 0; round < 10; round++) {
            try (TestJvm racer = TestJvm.start(Racer.class, parent.toString())) {
                racer.writeLine("end");
                assertThat(racer.awaitEnd()).isZero();
            }
            try (Stream<Path> left = Files.list(parent)) {
                assertThat(left).isEmpty();
            }
        }
    }
}
