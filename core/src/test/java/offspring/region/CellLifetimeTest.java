package offspring.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import offspring.testing.Eventually;
import offspring.testing.LeakCheck;
import offspring.testing.TestJvm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How long cells live that were sent. The heap as another process has it is a second one here, or another JVM's. */
@ExtendWith(LeakCheck.class)
class CellLifetimeTest {

    private static final int KIND = 7;

    private FamilyHeap heap;
    private FamilyHeap other;

    @BeforeEach
    void create() throws IOException {
        heap = FamilyHeap.create();
        other = FamilyHeap.attach(heap.path());
    }

    @AfterEach
    void close() throws IOException {
        other.close();
        heap.close();
    }

    /** Attaches to the cell of a handle, and sends one of its own, twice. */
    static final class User {
        public static void main(String[] arguments) throws IOException {
            FamilyHeap heap = FamilyHeap.attach(Path.of(arguments[0]));
            SharedCell given = heap.cells().attach(Long.parseLong(arguments[1]), kind -> true);
            SharedCell own = heap.cells().create(KIND);
            own.extend(100);
            SharedCell sent = heap.cells().create(KIND);
            long handle = sent.export();
            sent.countUse();
            System.out.println(handle + " " + own.extension().orElseThrow().offset());
            System.in.read();
            System.out.println(given);
        }
    }

    @Test
    void cellLivesAsLongAsAnyProcessUsesIt() throws IOException {
        long[] known = sent(heap, 0);
        SharedCell there = other.cells().attach(known[0], kind -> true);
        collect(heap);
        assertThat(there.getLong(0)).isEqualTo(42);
        assertThat(there.extension().orElseThrow().memory().getLong(0)).isEqualTo(43);
        assertThat(other.cells().attach(known[0], kind -> true)).isSameAs(there);
        there = null;
        assertIsFreed(known);
    }

    @Test
    void messageKeepsItUntilItsReaderUsesIt() throws IOException {
        long[] known = sent(heap, 1);
        collect(heap);
        SharedCell there = other.cells().takeOver(known[0]);
        assertThat(there.getLong(0)).isEqualTo(42);
        collect(heap);
        assertThat(there.getLong(0)).isEqualTo(42);
        there = null;
        assertIsFreed(known);
    }

    @Test
    void messageThatComesBackLeadsToTheSameCell() throws IOException {
        SharedCell cell = heap.cells().create(KIND);
        long handle = cell.export();
        cell.countUse();
        assertThat(heap.cells().takeOver(handle)).isSameAs(cell);
        assertThat(heap.cells().attach(handle, kind -> true)).isSameAs(cell);
        collect(heap);
        assertThat(other.cells().attach(handle, kind -> true).handle()).isEqualTo(handle);
    }

    @Test
    void handleThatWasNeverSentLeadsNowhere() {
        SharedCell cell = heap.cells().create(KIND);
        assertThatThrownBy(() -> other.cells().attach(cell.handle(), kind -> true))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("handle=" + cell.handle());
    }

    @Test
    void cellsThatWereSentAreNotUsedAgainAndTheirChunksAreGivenBack() throws IOException {
        List<SharedCell> received = new ArrayList<>();
        Set<Long> handles = new HashSet<>();
        for (int i = 0; i < 2_000; i++) {
            SharedCell cell = heap.cells().create(KIND);
            handles.add(cell.export());
            received.add(other.cells().attach(cell.handle(), kind -> true));
        }
        collect(heap);
        received.clear();
        List<SharedCell> later = new ArrayList<>();
        Eventually.eventually("the end of the first three chunks", () -> {
            collect(other);
            for (int i = 0; i < 511; i++) {
                later.add(heap.cells().create(KIND));
            }
            return handles.stream().map(CellLayout::chunkOf).distinct().filter(this::isThere).count() <= 1;
        });
        assertThat(later).map(SharedCell::handle).doesNotContainAnyElementsOf(handles);
    }

    @Test
    void whatAKilledProcessUsedIsGivenBackAndWhatItSentIsNot() throws Exception {
        long[] known = sent(heap, 1);
        int slot = heap.slots().claim().orElseThrow();
        String[] said;
        try (TestJvm user = TestJvm.start(User.class, heap.path().toString(), Long.toString(known[0]))) {
            heap.slots().occupy(slot, user.pid());
            said = user.readLine().split(" ");
            heap.cells().dropUse(known[0]); // the message was read
            collect(heap);
            assertThat(isThere(known[1])).as("used by the child alone").isTrue();
            user.kill();
        }
        assertThat(isThere(known[1])).isTrue();
        assertThat(isThere(Long.parseLong(said[1]))).isTrue();
        heap.slots().release(slot);
        assertIsFreed(known);
        assertThat(isThere(Long.parseLong(said[1]))).as("what it never sent").isFalse();
        long sent = Long.parseLong(said[0]);
        SharedCell received = heap.cells().takeOver(sent);
        assertThat(isThere(CellLayout.chunkOf(sent))).isTrue();
        assertThat(received.handle()).isEqualTo(sent);
        received = null;
        Eventually.eventually("the end of its last chunk", () -> {
            collect(heap);
            return !isThere(CellLayout.chunkOf(sent));
        });
    }

    /** A cell that this process does not use any more; its handle, and the offset of its extension. */
    private static long[] sent(FamilyHeap heap, int messages) throws IOException {
        SharedCell cell = heap.cells().create(KIND);
        cell.compareAndSetLong(0, 0, 42);
        Region extension = cell.extend(1_000);
        extension.memory().putLong(0, 43);
        long[] known = {cell.export(), extension.offset()};
        for (int i = 0; i < messages; i++) {
            cell.countUse();
        }
        return known;
    }

    private static void collect(FamilyHeap heap) {
        heap.cells().collect();
    }

    private void assertIsFreed(long[] known) {
        Eventually.eventually("the end of the cell", () -> {
            collect(heap);
            collect(other);
            return !isThere(known[1]);
        });
        assertThatThrownBy(() -> heap.cells().attach(known[0], kind -> true)).isInstanceOf(IOException.class);
    }

    private boolean isThere(long region) {
        try {
            heap.attach(region);
            return true;
        } catch (IOException freed) {
            return false;
        }
    }
}
