package offspring.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import offspring.testing.Eventually;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class CellsTest {

    private static final int KIND = 7;

    private FamilyHeap heap;

    @BeforeEach
    void create() throws IOException {
        heap = FamilyHeap.create();
    }

    @AfterEach
    void close() throws IOException {
        heap.close();
    }

    @Test
    void handleLeadsAnotherProcessToTheSameBytes() throws IOException {
        SharedCell cell = heap.cells().create(KIND);
        try (FamilyHeap other = FamilyHeap.attach(heap.path())) {
            SharedCell same = other.cells().attach(cell.export(), CellsTest::isOurs);
            cell.setInt(8, 42);
            assertThat(same.getInt(8)).isEqualTo(42);
            assertThat(same.compareAndSetInt(8, 42, 43)).isTrue();
            assertThat(cell.getInt(8)).isEqualTo(43);
            assertThat(same.handle()).isEqualTo(cell.handle());
        }
    }

    @Test
    void cellsAreApartAndZeroAndManyToAChunk() {
        List<SharedCell> cells =
                IntStream.range(0, 1_100).mapToObj(i -> heap.cells().create(KIND)).toList();
        for (int i = 0; i < cells.size(); i++) {
            assertThat(cells.get(i).getLong(0)).isZero();
            assertThat(cells.get(i).getLong(SharedCell.BYTES - 8)).isZero();
            cells.get(i).setLongRelease(0, i);
            cells.get(i).setLongRelease(SharedCell.BYTES - 8, -i);
        }
        for (int i = 0; i < cells.size(); i++) {
            assertThat(cells.get(i).getLong(0)).isEqualTo(i);
            assertThat(cells.get(i).getLong(SharedCell.BYTES - 8)).isEqualTo(-i);
        }
        Set<Long> chunks = new HashSet<>();
        cells.forEach(cell -> chunks.add(CellLayout.chunkOf(cell.handle())));
        assertThat(chunks).hasSize(3);
    }

    @Test
    void handleOfNothingOfAnotherKindOrFreedIsRefused() throws IOException {
        SharedCell cell = heap.cells().create(KIND);
        long handle = cell.export();
        long[] wrong = {0, -1, 1, handle + 1, handle - 1, handle + 600, handle + (1L << 40), Long.MAX_VALUE};
        for (long none : wrong) {
            assertThatThrownBy(() -> heap.cells().attach(none, CellsTest::isOurs))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot attach to a shared object: there is none of this kind")
                    .hasMessageContaining("handle=" + none);
        }
        assertThatThrownBy(() -> heap.cells().attach(handle, kind -> kind == KIND + 1)).hasMessageContaining("none of this kind");
        assertThat(heap.cells().attach(handle, CellsTest::isOurs).handle()).isEqualTo(handle);
    }

    @Test
    void cellsThatNobodyReachesAreUsedAgain() {
        Set<Long> handles = new HashSet<>();
        int made = 0;
        while (handles.size() == made) {
            for (int i = 0; i < 1_000; i++, made++) {
                SharedCell cell = heap.cells().create(KIND);
                assertThat(cell.getInt(0)).isZero();
                cell.setInt(0, 1);
                handles.add(cell.handle());
            }
            System.gc();
            assertThat(made).as("cells without one being used again").isLessThan(2_000_000);
        }
    }

    /** However large the Java heap is, and however seldom it is collected. */
    @Test
    void millionCellsMadeOneAfterTheOtherTakeLittleMemory() {
        Set<Long> chunks = new HashSet<>();
        for (int i = 0; i < 1_000_000; i++) {
            chunks.add(CellLayout.chunkOf(heap.cells().create(KIND).handle()));
        }
        assertThat(chunks.size()).isLessThan(1_000);
    }

    @Test
    void chunksThatNobodyReachesAreGivenBack() {
        Set<Long> chunks = fill(300_000);
        assertThat(chunks).noneMatch(this::isFreed);
        Eventually.eventually("the end of most chunks", () -> {
            System.gc();
            heap.cells().create(KIND); // frees what is unreachable
            return chunks.stream().filter(this::isFreed).count() > 200;
        });
    }

    /** The chunks of so many cells, none of which is reachable afterwards. */
    private Set<Long> fill(int count) {
        List<SharedCell> cells = new ArrayList<>();
        Set<Long> chunks = new HashSet<>();
        for (int i = 0; i < count; i++) {
            cells.add(heap.cells().create(KIND));
            chunks.add(CellLayout.chunkOf(cells.getLast().handle()));
        }
        return chunks;
    }

    private boolean isFreed(long chunk) {
        try {
            heap.attach(chunk, CellLayout.CHUNK_BYTES);
            return false;
        } catch (IOException freed) {
            return true;
        }
    }

    @Test
    void cellThatIsInAMessageStays() throws IOException {
        List<Long> handles = sent(600);
        Set<Long> others = new HashSet<>();
        for (int round = 0; round < 3; round++) {
            System.gc();
            for (int i = 0; i < 2_000; i++) {
                others.add(heap.cells().create(KIND).handle());
            }
        }
        assertThat(others).doesNotContainAnyElementsOf(handles);
        for (int i = 0; i < handles.size(); i++) {
            assertThat(heap.cells().takeOver(handles.get(i)).getInt(0)).isEqualTo(i);
        }
    }

    @Test
    void extensionIsOneForAllAndGoesWithItsCell() throws IOException {
        SharedCell cell = heap.cells().create(KIND);
        assertThat(cell.extension()).isEmpty();
        Region region = cell.extend(5_000);
        region.memory().putLong(4_992, 42);
        assertThat(cell.extendSparsely(1 << 20).offset()).isEqualTo(region.offset());
        assertThat(cell.extension().orElseThrow().memory().getLong(4_992)).isEqualTo(42);
        long offset = region.offset();
        cell = null;
        assertThat(isThere(offset)).isTrue();
        Eventually.eventually("the end of the extension", () -> {
            System.gc();
            heap.cells().create(KIND); // frees what is unreachable
            return !isThere(offset);
        });
    }

    private boolean isThere(long region) {
        try {
            heap.attach(region);
            return true;
        } catch (IOException freed) {
            return false;
        }
    }

    private static boolean isOurs(int kind) {
        return kind == KIND;
    }

    private List<Long> sent(int count) {
        List<Long> handles = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            SharedCell cell = heap.cells().create(KIND);
            cell.setInt(0, i);
            handles.add(cell.export());
            cell.countUse();
        }
        return handles;
    }
}
