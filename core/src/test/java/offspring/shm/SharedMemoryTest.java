package offspring.shm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import offspring.process.ChildProcess;
import offspring.process.StartMethod;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakCheck.class)
class SharedMemoryTest {

    private final String name = "offspring-test-" + Long.toHexString(ThreadLocalRandom.current().nextLong());

    private static Path file(String name) {
        return Path.of("/dev/shm", name);
    }

    @Test
    void isAFileOfThisUserOfExactlyTheSize() throws Exception {
        try (SharedMemory memory = SharedMemory.create(name, 4097)) {
            assertThat(memory.name()).isEqualTo(name);
            assertThat(memory.size()).isEqualTo(4097);
            assertThat(Files.size(file(name))).isEqualTo(4097);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file(name)))).isEqualTo("rw-------");
            assertThat(memory.segment().toArray(ValueLayout.JAVA_BYTE)).containsOnly(0);
            memory.unlink();
        }
    }

    @Test
    void generatedNamesAreThoseOfPythonAndDiffer() throws Exception {
        try (SharedMemory one = SharedMemory.create(1);
                SharedMemory other = SharedMemory.create(1)) {
            assertThat(one.name()).matches("psm_[0-9a-f]{8}").isNotEqualTo(other.name());
            assertThat(file(one.name())).exists();
            one.unlink();
            other.unlink();
        }
    }

    /** The case of this name of CPython's {@code TestSharedMemory}; here, where the drawing of names can be rigged. */
    @Test
    void testSharedMemoryRecreate() throws Exception {
        Iterator<String> drawn = List.of(name, name, name + "-other").iterator();
        try (SharedMemory taken = SharedMemory.create(name, 1);
                SharedMemory memory = SharedMemory.create(drawn::next, 2)) {
            assertThat(memory.name()).isEqualTo(name + "-other");
            assertThat(memory.size()).isEqualTo(2);
            assertThat(drawn).isExhausted();
            taken.unlink();
            memory.unlink();
        }
    }

    @Test
    void whoAttachesSeesTheSameBytes() throws Exception {
        try (SharedMemory memory = SharedMemory.create(name, 16);
                SharedMemory attached = SharedMemory.attach(name)) {
            memory.buffer().putLong(8, 42);
            assertThat(attached.buffer().getLong(8)).isEqualTo(42);
            assertThat(attached.segment().get(ValueLayout.JAVA_LONG, 8)).isEqualTo(42);
            attached.unlink();
            attached.buffer().putLong(0, 43);
            assertThat(memory.buffer().getLong(0)).isEqualTo(43);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "/slash", "in/side", "nul\0"})
    void badNamesAreRefused(String bad) {
        assertThatIllegalArgumentException().isThrownBy(() -> SharedMemory.create(bad, 1)).withMessageContaining("cannot name");
        assertThatIllegalArgumentException().isThrownBy(() -> SharedMemory.attach(bad)).withMessageContaining("cannot name");
    }

    @Test
    void namesHaveAtMost255Bytes() throws Exception {
        String longest = name + "x".repeat(255 - name.length());
        assertThatIllegalArgumentException().isThrownBy(() -> SharedMemory.create(longest + "x", 1));
        try (SharedMemory memory = SharedMemory.create(longest, 1)) {
            memory.unlink();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void sizesBelowOneAreRefused(long size) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SharedMemory.create(name, size))
                .withMessage("cannot create shared memory of " + size + " bytes; the size is at least 1");
    }

    @Test
    void takenNamesAndMissingNamesAreTold() throws Exception {
        try (SharedMemory memory = SharedMemory.create(name, 1)) {
            assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(() -> SharedMemory.create(name, 1));
            memory.unlink();
            assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> SharedMemory.attach(name));
            assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(memory::unlink);
        }
    }

    @Test
    void unlinkDoesNotTakeTheNameFromLaterMemory() throws Exception {
        try (SharedMemory first = SharedMemory.create(name, 1)) {
            first.unlink();
            try (SharedMemory second = SharedMemory.create(name, 2)) {
                assertThatExceptionOfType(NoSuchFileException.class)
                        .isThrownBy(first::unlink)
                        .withMessageContaining("other memory");
                assertThat(file(name)).exists();
                second.unlink();
            }
        }
    }

    @Test
    void afterCloseEveryAccessIsAnException() throws Exception {
        SharedMemory memory = SharedMemory.create(name, 8);
        MemorySegment segment = memory.segment();
        ByteBuffer buffer = memory.buffer();
        memory.close();
        memory.close();
        assertThatIllegalStateException()
                .isThrownBy(memory::segment)
                .withMessage("cannot use shared memory " + name + ": it is closed");
        assertThatIllegalStateException().isThrownBy(memory::buffer);
        assertThatIllegalStateException().isThrownBy(memory::size);
        assertThatIllegalStateException().isThrownBy(() -> segment.get(ValueLayout.JAVA_BYTE, 0));
        assertThatIllegalStateException().isThrownBy(() -> buffer.get(0));
        assertThat(file(name)).exists();
        memory.unlink();
        assertThat(file(name)).doesNotExist();
    }

    @Test
    void memoryThatIsNotThereIsAnExceptionThatSaysHowMuchThereIs() throws Exception {
        long total = Files.getFileStore(Path.of("/dev/shm")).getTotalSpace();
        assertThatIOException()
                .isThrownBy(() -> SharedMemory.create(name, total + 1))
                .withMessageContaining("/dev/shm is too full; sizeBytes=" + (total + 1) + " free=")
                .withMessageContaining("of=" + total);
        assertThat(file(name)).doesNotExist();
    }

    @Test
    void itsMemoryIsTakenWhenItIsCreated() throws Exception {
        try (SharedMemory memory = SharedMemory.create(name, 1 << 20)) {
            Process du = new ProcessBuilder("du", "-k", file(name).toString()).start();
            assertThat(new String(du.getInputStream().readAllBytes())).startsWith("1024\t");
            memory.unlink();
        }
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void aChildUsesWhatItCaptures(StartMethod method) throws Exception {
        try (SharedMemory memory = SharedMemory.create(name, 16)) {
            ChildProcess child = ChildProcess.builder().startMethod(method).start(() -> memory.buffer().putLong(0, memory.size()));
            child.join();
            assertThat(child.exitCode()).hasValue(0);
            assertThat(memory.buffer().getLong(0)).isEqualTo(16);
            assertThat(file(name)).exists();
            memory.unlink();
        }
        // A child that is a thread has mapped it here, until the garbage collector finds that nobody has it.
        System.gc();
    }

    @Test
    void aHandleWhoseNameIsGoneSaysSoWhenItIsUsed() throws Exception {
        try (SharedMemory memory = SharedMemory.create(name, 16);
                SharedMemory report = SharedMemory.create(16)) {
            memory.unlink();
            ChildProcess child = ChildProcess.builder().start(() -> {
                try {
                    memory.segment();
                } catch (java.io.UncheckedIOException gone) {
                    report.buffer().put(0, (byte) (gone.getCause() instanceof NoSuchFileException ? 1 : 2));
                }
            });
            child.join();
            assertThat(report.buffer().get(0)).isEqualTo((byte) 1);
            report.unlink();
        }
    }
}
