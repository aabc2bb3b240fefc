package offspring.shm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import offspring.process.ChildProcess;
import offspring.testing.Eventually;
import offspring.testing.Family;
import offspring.testing.LeakCheck;
import offspring.testing.TestJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a program created and did not unlink goes with its last process. */
@ExtendWith(LeakCheck.class)
class NamesAtTheEndTest {

    /** Creates a block itself or in a child that ends, says its name, and waits to be told to end. */
    static final class Creator {
        public static void main(String[] arguments) throws Exception {
            switch (arguments[0]) {
                case "child" -> {
                    ChildProcess.builder().start(Creator::create).join();
                    System.out.println("child ended");
                }
                case "keep" -> System.out.println(SharedMemory.create(8).keep().name());
                case "odd" -> System.out.println(SharedMemory.create("offspring-test: -odd\n*", 8).name().length());
                default -> create();
            }
            System.in.read();
        }

        private static void create() throws Exception {
            System.out.println(SharedMemory.create(8).name());
        }
    }

    private static Path file(String name) {
        return Path.of("/dev/shm", name);
    }

    private static List<String> registriesOf(long pid) throws Exception {
        try (Stream<Path> files = Files.list(Path.of("/dev/shm"))) {
            return files.map(path -> path.getFileName().toString())
                    .filter(name -> name.matches("offspring-[0-9]+-" + pid + "-.*"))
                    .toList();
        }
    }

    @Test
    void aNormalEndRemovesThem() throws Exception {
        try (TestJvm creator = TestJvm.start(Creator.class, "self")) {
            String name = creator.readLine();
            assertThat(file(name)).exists();
            creator.writeLine("end");
            assertThat(creator.awaitEnd()).isZero();
            assertThat(file(name)).doesNotExist();
            assertThat(registriesOf(creator.pid())).isEmpty();
        }
    }

    @Test
    void theEndOfTheChildThatCreatedThemDoesNot() throws Exception {
        try (TestJvm creator = TestJvm.start(Creator.class, "child")) {
            String name = creator.readLine();
            assertThat(creator.readLine()).isEqualTo("child ended");
            assertThat(file(name)).exists();
            creator.writeLine("end");
            assertThat(creator.awaitEnd()).isZero();
            assertThat(file(name)).doesNotExist();
            assertThat(registriesOf(creator.pid())).isEmpty();
        }
    }

    @Test
    void aKillOfTheCreatorRemovesThem() throws Exception {
        try (TestJvm creator = TestJvm.start(Creator.class, "self")) {
            String name = creator.readLine();
            assertThat(file(name)).exists();
            creator.kill();
            Eventually.eventually("no name left", () -> Files.notExists(file(name)));
            Eventually.eventually("no registry left", () -> registriesOf(creator.pid()).isEmpty());
        }
    }

    @Test
    void aKillOfTheFirstProcessRemovesThoseOfItsChildren() throws Exception {
        try (TestJvm creator = TestJvm.start(Creator.class, "child")) {
            String ofTheChild = creator.readLine();
            assertThat(creator.readLine()).isEqualTo("child ended");
            assertThat(file(ofTheChild)).exists();
            creator.kill();
            Eventually.eventually("no name left", () -> Files.notExists(file(ofTheChild)));
            Eventually.eventually("no registry left", () -> registriesOf(creator.pid()).isEmpty());
        }
    }

    @Test
    void aKillRemovesNamesOfEveryShape() throws Exception {
        try (TestJvm creator = TestJvm.start(Creator.class, "odd")) {
            creator.readLine();
            assertThat(file("offspring-test: -odd\n*")).exists();
            creator.kill();
            Eventually.eventually("no name left", () -> Files.notExists(file("offspring-test: -odd\n*")));
        }
    }

    @Test
    void aKillLeavesANameThatIsSomebodyElsesByNow() throws Exception {
        try (TestJvm creator = TestJvm.start(Creator.class, "self")) {
            String name = creator.readLine();
            Files.delete(file(name));
            Files.writeString(file(name), "somebody else's");
            creator.kill();
            Eventually.eventually("no registry left", () -> registriesOf(creator.pid()).isEmpty());
            assertThat(file(name)).hasContent("somebody else's");
            Files.delete(file(name));
        }
    }

    @Test
    void whatIsKeptStays() throws Exception {
        try (TestJvm creator = TestJvm.start(Creator.class, "keep")) {
            String name = creator.readLine();
            creator.writeLine("end");
            assertThat(creator.awaitEnd()).isZero();
            assertThat(file(name)).exists();
            Files.delete(file(name));
        }
    }

    @Test
    void theNextProgramRemovesThemIfTheWatcherWasKilledToo() throws Exception {
        try (TestJvm creator = TestJvm.start(Creator.class, "self")) {
            String name = creator.readLine();
            for (Family.Member watcher : Family.descendants(creator.pid())) {
                ProcessHandle.of(watcher.pid()).ifPresent(ProcessHandle::destroyForcibly);
                Family.awaitDeath(watcher.pid());
            }
            creator.kill();
            assertThat(file(name)).exists();
            try (TestJvm next = TestJvm.start(Creator.class, "self")) {
                next.readLine();
                Eventually.eventually("no name left", () -> Files.notExists(file(name)));
                assertThat(registriesOf(creator.pid())).isEmpty();
                next.writeLine("end");
                assertThat(next.awaitEnd()).isZero();
            }
        }
    }
}
