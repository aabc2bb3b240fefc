package offspring.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import offspring.process.ChildProcess;
import offspring.process.StartMethod;
import offspring.shm.ShareableList;
import offspring.shm.SharedMemory;
import offspring.testing.Eventually;
import offspring.testing.LeakCheck;
import offspring.testing.TestJvm;
import offspring.wire.Payload;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code _TestSharedMemory}: what has no test of its own beside the classes. A handle is decoded in this very process. */
@ExtendWith(LeakCheck.class)
class SharedMemoryTest {

    /** What came as a handle is unmapped when nobody has it; the leak check waits for that. */
    @AfterEach
    void forget() {
        System.gc();
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testSharedMemoryAcrossProcesses(StartMethod method) throws Exception {
        try (SharedMemory memory = SharedMemory.create(512)) {
            String name = memory.name();
            ChildProcess byName = ChildProcess.builder().startMethod(method).start(() -> {
                try (SharedMemory attached = SharedMemory.attach(name)) {
                    attached.buffer().put(0, (byte) 1);
                }
            });
            ChildProcess byHandle =
                    ChildProcess.builder().startMethod(method).start(() -> memory.buffer().put(1, (byte) 2));
            byName.join();
            byHandle.join();
            assertThat(memory.buffer().get(0)).isEqualTo((byte) 1);
            assertThat(memory.buffer().get(1)).isEqualTo((byte) 2);
            memory.unlink();
        }
    }

    /** Another program that attaches, says so, and waits to be told to end. */
    static final class Visitor {
        public static void main(String[] arguments) throws Exception {
            SharedMemory memory = SharedMemory.attach(arguments[0]);
            memory.buffer().put(0, (byte) 1);
            // So that there is something that would be cleaned up, and a family to do it.
            SharedMemory.create(8);
            System.out.println("attached");
            System.in.read();
        }
    }

    /** The opposite of CPython's: who attaches owns nothing, however it ends. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void testSharedMemoryTracking(boolean killed) throws Exception {
        try (SharedMemory memory = SharedMemory.create(512)) {
            try (TestJvm visitor = TestJvm.start(Visitor.class, memory.name())) {
                assertThat(visitor.readLine()).isEqualTo("attached");
                if (killed) {
                    visitor.kill();
                    Eventually.eventually("the end of all that the visitor left", () -> nothingLeftOf(visitor.pid()));
                } else {
                    visitor.writeLine("end");
                    assertThat(visitor.awaitEnd()).isZero();
                }
            }
            assertThat(Path.of("/dev/shm", memory.name())).exists();
            try (SharedMemory again = SharedMemory.attach(memory.name())) {
                assertThat(again.buffer().get(0)).isEqualTo((byte) 1);
            }
            memory.unlink();
        }
    }

    private static boolean nothingLeftOf(long pid) throws Exception {
        try (Stream<Path> files = Files.list(Path.of("/dev/shm"))) {
            return files.noneMatch(file -> file.getFileName().toString().matches("offspring-[0-9]+-" + pid + "-.*"));
        }
    }

    @Test
    void testSharedMemoryPickleUnpickle() throws Exception {
        try (SharedMemory memory = SharedMemory.create(512);
                SharedMemory copy = (SharedMemory) Payload.decode(Payload.encode(memory))) {
            assertThat(copy.name()).isEqualTo(memory.name());
            memory.buffer().put(0, (byte) 1);
            assertThat(copy.buffer().get(0)).isEqualTo((byte) 1);
            copy.buffer().put(511, (byte) 2);
            assertThat(memory.buffer().get(511)).isEqualTo((byte) 2);
            copy.unlink();
        }
    }

    @Test
    void testSharedMemoryPickleUnpickleDeadObject() throws Exception {
        try (SharedMemory memory = SharedMemory.create(512)) {
            byte[] handle = Payload.encode(memory);
            memory.unlink();
            SharedMemory dead = (SharedMemory) Payload.decode(handle);
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(dead::segment)
                    .withCauseInstanceOf(NoSuchFileException.class);
        }
    }

    @Test
    void testSharedMemoryShareableListPickling() throws Exception {
        try (ShareableList list = ShareableList.create(0L, 1L, 2L);
                ShareableList copy = (ShareableList) Payload.decode(Payload.encode(list))) {
            assertThat(copy).containsExactly(0L, 1L, 2L);
            list.set(0, -1L);
            copy.set(2, 7L);
            assertThat(list).containsExactly(-1L, 1L, 7L).isEqualTo(copy);
            copy.unlink();
        }
    }

    @Test
    void testSharedMemoryShareableListPicklingDeadObject() throws Exception {
        try (ShareableList list = ShareableList.create(0L)) {
            byte[] handle = Payload.encode(list);
            list.unlink();
            ShareableList dead = (ShareableList) Payload.decode(handle);
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(dead::size)
                    .withCauseInstanceOf(NoSuchFileException.class);
        }
    }
}
