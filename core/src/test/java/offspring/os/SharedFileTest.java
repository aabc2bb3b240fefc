package offspring.os;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import offspring.os.Features.Feature;
import offspring.testing.LeakCheck;
import offspring.testing.TestJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class SharedFileTest {

    private static final long MIB = 1 << 20;

    /** Adds 1 to a word far inside the file of the path that it is given, then passes its own path on. */
    static final class Incrementer {
        public static void main(String[] arguments) throws IOException {
            try (SharedFile file = SharedFile.attach(Path.of(arguments[0]));
                    Arena arena = Arena.ofShared()) {
                MemorySegment memory = file.map(Long.parseLong(arguments[1]), 4096, arena);
                memory.set(JAVA_LONG, 8, memory.get(JAVA_LONG, 8) + 1);
                System.out.println(file.path());
                System.in.read();
            }
        }
    }

    @Test
    void everyProcessSeesTheSameBytesAndMayPassThemOn() throws Exception {
        try (SharedFile file = SharedFile.create("offspring-test", 1L << 42);
                Arena arena = Arena.ofShared()) {
            long offset = file.sizeBytes() / 2;
            MemorySegment memory = file.map(offset, 4096, arena);
            memory.set(JAVA_LONG, 8, 41);
            try (TestJvm child = TestJvm.start(Incrementer.class, file.path().toString(), Long.toString(offset))) {
                String path = child.readLine();
                assertThat(path).startsWith("/proc/" + child.pid() + "/fd/");
                assertThat(memory.get(JAVA_LONG, 8)).isEqualTo(42);
                try (TestJvm grandchild = TestJvm.start(Incrementer.class, path, Long.toString(offset))) {
                    grandchild.readLine();
                    assertThat(memory.get(JAVA_LONG, 8)).isEqualTo(43);
                }
            }
        }
    }

    @Test
    void takesMemoryOnlyWhereTouchedAndGivesItBack() throws Exception {
        assumeTrue(Features.has(Feature.PUNCH_HOLE));
        try (SharedFile file = SharedFile.create("offspring-test", 1L << 42)) {
            assertThat(allocatedBytes(file)).isLessThan(MIB);
            file.reserve(8 * MIB, 4 * MIB);
            assertThat(allocatedBytes(file)).isBetween(4 * MIB, 5 * MIB);
            file.punch(8 * MIB, 4 * MIB);
            assertThat(allocatedBytes(file)).isLessThan(MIB);
        }
    }

    @Test
    void whatWasPunchedIsZeroInEveryMapping() throws Exception {
        try (SharedFile file = SharedFile.create("offspring-test", 1L << 32);
                SharedFile same = SharedFile.attach(file.path());
                Arena arena = Arena.ofShared()) {
            MemorySegment one = file.map(MIB, MIB, arena);
            MemorySegment other = same.map(MIB, MIB, arena);
            one.fill((byte) 7);
            assertThat(other.get(JAVA_LONG, 0)).isEqualTo(0x0707070707070707L);
            same.punch(MIB, MIB);
            assertThat(one.mismatch(MemorySegment.ofArray(new byte[(int) MIB]))).isEqualTo(-1);
            assertThat(other.get(JAVA_LONG, 0)).isZero();
        }
    }

    @Test
    void memoryThatIsNotThereIsAnExceptionAtReserve() throws Exception {
        assumeTrue(Features.has(Feature.PUNCH_HOLE));
        try (SharedFile file = SharedFile.create("offspring-test", 1L << 20)) {
            assertThatIOException()
                    .isThrownBy(() -> file.reserve(0, Long.MAX_VALUE - 5000))
                    .withMessageStartingWith("cannot reserve shared memory: fallocate failed with ")
                    .withMessageEndingWith("; offset=0 bytes=" + (Long.MAX_VALUE - 5000));
        }
    }

    @Test
    void nobodyCanShrinkOrGrowAMemfdUnderItsUsers() throws Exception {
        assumeTrue(Features.has(Feature.MEMFD));
        try (SharedFile file = SharedFile.create("offspring-test", MIB)) {
            assertThatIOException().isThrownBy(() -> truncate(file.path(), 0));
            assertThatIOException().isThrownBy(() -> truncate(file.path(), 2 * MIB));
            assertThat(file.sizeBytes()).isEqualTo(MIB);
        }
    }

    /** Maps without pause while another thread interrupts it without pause. */
    static final class Interrupted {
        public static void main(String[] arguments) throws IOException, InterruptedException {
            try (SharedFile file = SharedFile.attach(Path.of(arguments[0]))) {
                Thread mapper = Thread.currentThread();
                AtomicBoolean done = new AtomicBoolean();
                Thread interrupter = Thread.ofPlatform().start(() -> {
                    while (!done.get()) {
                        mapper.interrupt();
                    }
                });
                for (int i = 0; i < 2_000; i++) {
                    try (Arena arena = Arena.ofConfined()) {
                        file.map(i * 65_536L, 65_536, arena).set(JAVA_LONG, 0, i);
                    }
                }
                done.set(true);
                awaitEnd(interrupter);
                System.out.println("mapped");
            }
        }
    }

    /** It may interrupt us once more after it was told to end. */
    private static void awaitEnd(Thread interrupter) {
        while (interrupter.isAlive()) {
            try {
                interrupter.join();
            } catch (InterruptedException again) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void interruptsDoNotHarmIt() throws Exception {
        try (SharedFile file = SharedFile.create("offspring-test", 1L << 32);
                TestJvm other = TestJvm.start(Interrupted.class, file.path().toString())) {
            assertThat(other.readLine()).isEqualTo("mapped");
        }
    }

    @Test
    void afterCloseItSaysSo() throws Exception {
        SharedFile file = SharedFile.create("offspring-test", MIB);
        file.close();
        file.close();
        assertThatIOException()
                .isThrownBy(() -> file.map(0, 4096, Arena.ofAuto()))
                .withMessageStartingWith("cannot use shared memory: it is closed; path=/");
    }

    private static void truncate(Path path, long size) throws IOException {
        try (var file = new java.io.RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(size);
        }
    }

    private static long allocatedBytes(SharedFile file) throws Exception {
        Process stat = new ProcessBuilder("stat", "-L", "-c", "%b", file.path().toString()).start();
        try (var lines = stat.inputReader()) {
            return Long.parseLong(lines.readLine()) * 512;
        } finally {
            stat.waitFor();
        }
    }
}
