package offspring.region;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import offspring.os.Features;
import offspring.os.Features.Feature;
import offspring.os.Machine;
import offspring.testing.LeakCheck;
import offspring.testing.TestJvm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class FamilyHeapTest {

    private static final long MIB = 1 << 20;

    private FamilyHeap heap;

    @BeforeEach
    void create() throws IOException {
        heap = FamilyHeap.create();
    }

    @AfterEach
    void close() throws IOException {
        heap.close();
    }

    /** Inherits a heap, doubles the first word of each region whose handle it reads, and answers with a new region. */
    static final class Doubler {
        public static void main(String[] arguments) throws IOException {
            FamilyHeap.inherit(Path.of(arguments[0]));
            for (String line = read(); line != null; line = read()) {
                String[] handle = line.split(" ");
                Region region = FamilyHeap.current().attach(Long.parseLong(handle[0]), Long.parseLong(handle[1]));
                Region answer = FamilyHeap.current().allocate(region.bytes());
                answer.segment().set(JAVA_LONG, 0, 2 * region.segment().get(JAVA_LONG, 0));
                System.out.println(answer.offset());
            }
        }

        private static String read() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = System.in.read(); c != '\n'; c = System.in.read()) {
                if (c < 0) {
                    return null;
                }
                line.append((char) c);
            }
            return line.toString();
        }
    }

    @Test
    void aHandleIsGoodInEveryProcessOfTheFamily() throws Exception {
        try (TestJvm child = TestJvm.start(Doubler.class, heap.path().toString())) {
            for (long bytes : List.of(8L, 5_000L, 3 * MIB)) {
                Region region = heap.allocate(bytes);
                region.segment().set(JAVA_LONG, 0, 21);
                child.writeLine(region.offset() + " " + region.bytes());
                Region answer = heap.attach(Long.parseLong(child.readLine()), bytes);
                assertThat(answer.segment().get(JAVA_LONG, 0)).isEqualTo(42);
                heap.free(answer);
                heap.free(region);
            }
        }
    }

    /** Makes a heap with a region in it and tells both. */
    static final class Maker {
        public static void main(String[] arguments) throws IOException {
            Region region = FamilyHeap.current().allocate(64);
            region.segment().set(JAVA_LONG, 0, 77);
            System.out.println(FamilyHeap.current().path());
            System.out.println(region.offset());
            System.in.read();
        }
    }

    @Test
    void aRegionOutlivesItsMaker() throws Exception {
        try (TestJvm maker = TestJvm.start(Maker.class);
                FamilyHeap joined = FamilyHeap.attach(Path.of(maker.readLine()))) {
            long offset = Long.parseLong(maker.readLine());
            assertThat(joined.slots().count()).isEqualTo(1);
            maker.kill();
            Region region = joined.attach(offset, 64);
            assertThat(region.segment().get(JAVA_LONG, 0)).isEqualTo(77);
            assertThat(joined.attach(joined.allocate(MIB * 2).offset(), MIB * 2).bytes()).isEqualTo(MIB * 2);
        }
    }

    @Test
    void aFreedOrWrongHandleFindsNothing() throws IOException {
        Region region = heap.allocate(100);
        Region neighbour = heap.allocate(100);
        Region big = heap.allocate(5 * MIB);
        heap.free(region);
        heap.free(big);
        assertThat(neighbour.offset() - region.offset()).isEqualTo(Machine.pageBytes());
        assertNothingAt(region.offset(), 100);
        assertNothingAt(big.offset(), 5 * MIB);
        assertNothingAt(neighbour.offset(), 99);
        assertNothingAt(neighbour.offset() + 64, 100);
        assertNothingAt(neighbour.offset(), -1);
        assertNothingAt(neighbour.offset(), Long.MAX_VALUE);
        assertNothingAt(0, 100);
        assertNothingAt(-Machine.pageBytes(), 100);
        assertNothingAt(Long.MAX_VALUE - Machine.pageBytes() + 1, 100);
        assertNothingAt(1L << 61, 100);
        assertNothingAt(HeapLayout.WINDOW_BYTES - Machine.pageBytes(), MIB / 2);
        assertThat(heap.attach(neighbour.offset(), 100).offset()).isEqualTo(neighbour.offset());
    }

    @Test
    void aUsersBytesAreNotTakenForAHeader() throws IOException {
        Region region = heap.allocate(4 * Machine.pageBytes());
        for (long at = 0; at + 24 <= region.bytes(); at += 8) {
            region.segment().set(JAVA_LONG, at, RegionLayout.magic(region.offset()));
        }
        assertNothingAt(region.offset() + Machine.pageBytes(), RegionLayout.magic(region.offset()));
        assertNothingAt(region.offset() + Machine.pageBytes(), 100);
    }

    @Test
    void freeingTwiceIsAMistakeOfTheProgram() throws IOException {
        Region region = heap.allocate(100);
        Region same = heap.attach(region.offset(), region.bytes());
        heap.free(region);
        assertThatIllegalStateException()
                .isThrownBy(() -> heap.free(same))
                .withMessage("cannot free a region: it was freed before; offset=%d bytes=100", region.offset());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> heap.allocate(0))
                .withMessage("cannot allocate a region: its size must be above 0; bytes=0");
    }

    @Test
    void freeingGivesTheMemoryBack() throws Exception {
        assumeTrue(Features.has(Feature.PUNCH_HOLE));
        List<Region> regions = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            regions.add(heap.allocate(4_000));
        }
        regions.add(heap.allocate(32 * MIB));
        regions.forEach(region -> region.segment().fill((byte) 1));
        assertThat(allocatedBytes()).isGreaterThan(36 * MIB);
        for (Region region : regions) {
            heap.free(region);
        }
        assertThat(allocatedBytes()).isLessThan(MIB);
    }

    @Test
    void reservedMemoryIsTakenAtOnce() throws Exception {
        assumeTrue(Features.has(Feature.PUNCH_HOLE));
        Region region = heap.allocate(16 * MIB);
        assertThat(allocatedBytes()).isLessThan(MIB);
        heap.reserve(region);
        assertThat(allocatedBytes()).isGreaterThan(16 * MIB);
        heap.free(region);
    }

    @Test
    void regionsAreZeroedDisjointAndNeverCrossAWindow() throws Exception {
        List<Region> regions = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            threads.add(Thread.ofPlatform().start(() -> allocateAndFree(regions)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        TreeMap<Long, Region> byOffset = new TreeMap<>();
        regions.forEach(region -> byOffset.put(region.offset(), region));
        assertThat(byOffset).hasSize(4 * 300);
        long end = HeapLayout.FIRST_REGION;
        for (Region region : byOffset.values()) {
            long taken = RegionLayout.takenBytes(region.bytes());
            assertThat(region.offset()).isGreaterThanOrEqualTo(end);
            if (HeapLayout.isSmall(taken)) {
                assertThat(region.offset() / HeapLayout.WINDOW_BYTES)
                        .isEqualTo((region.offset() + taken - 1) / HeapLayout.WINDOW_BYTES);
            }
            end = region.offset() + taken;
        }
    }

    private void allocateAndFree(List<Region> all) {
        try (Arena arena = Arena.ofConfined()) {
            for (int i = 0; i < 300; i++) {
                Region region = heap.allocate(i % 10 == 9 ? 3 * MIB : 1 + i * 1_000L, arena);
                assertThat(region.segment().get(JAVA_BYTE, region.bytes() - 1)).isZero();
                region.segment().set(JAVA_BYTE, region.bytes() - 1, (byte) 1);
                heap.free(region);
                synchronized (all) {
                    all.add(region);
                }
            }
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void whatIsNoHeapIsNotAttachedTo() throws IOException {
        try (var stranger = offspring.os.SharedFile.create("offspring-test", MIB)) {
            Path path = stranger.path();
            assertThatIOException()
                    .isThrownBy(() -> FamilyHeap.attach(path))
                    .withMessage("cannot attach to the family heap: this is none of version 1; path=%s magic=0 version=0",
                            path);
        }
    }

    @Test
    void thisProcessHasOneHeapOfItsFamily() throws Exception {
        FamilyHeap.warmUp();
        Set<FamilyHeap> seen = new HashSet<>(List.of(FamilyHeap.current()));
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    FamilyHeap current = FamilyHeap.current();
                    synchronized (seen) {
                        seen.add(current);
                    }
                } catch (IOException failed) {
                    throw new AssertionError(failed);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(seen).hasSize(1);
        assertThat(FamilyHeap.isCurrentReady()).isTrue();
        assertThatIllegalStateException().isThrownBy(() -> FamilyHeap.inherit(Path.of("/nowhere")));
    }

    private void assertNothingAt(long offset, long bytes) {
        assertThatIOException()
                .isThrownBy(() -> heap.attach(offset, bytes))
                .withMessage(
                        "cannot attach to a region: there is none, it was freed or the handle is wrong; offset=%d bytes=%d",
                        offset, bytes);
    }

    private long allocatedBytes() throws Exception {
        Process stat = new ProcessBuilder("stat", "-L", "-c", "%b", heap.path().toString()).start();
        try (var lines = stat.inputReader()) {
            return Long.parseLong(lines.readLine()) * 512;
        } finally {
            stat.waitFor();
        }
    }
}
