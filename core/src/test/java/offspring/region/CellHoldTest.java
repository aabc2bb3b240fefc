package offspring.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import offspring.testing.Eventually;
import offspring.testing.LeakCheck;
import offspring.testing.TestJvm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Cells of which a process lets go at once, and what is said when the last one has. The other heap is another process's. */
@ExtendWith(LeakCheck.class)
class CellHoldTest {

    private static final int KIND = Farewell.LAST_KIND;

    private final List<Long> said = new CopyOnWriteArrayList<>();
    private Farewell before;
    private FamilyHeap heap;
    private FamilyHeap other;

    @BeforeEach
    void create() throws IOException, ClassNotFoundException {
        heap = FamilyHeap.create();
        other = FamilyHeap.attach(heap.path());
        Class.forName(Farewell.CLASS); // now it is known who spoke before
        before = Farewells.saidBy(this::say);
    }

    /** What earlier tests of this JVM left to the garbage collector gets its own farewell. */
    private void say(int kind, SharedCell cell) {
        if (cell.heap() == heap || cell.heap() == other) {
            said.add(kind * 1_000L + cell.getInt(0));
        } else {
            before.say(kind, cell);
        }
    }

    @AfterEach
    void close() throws IOException {
        other.close();
        heap.close();
        Farewells.saidBy(before);
    }

    /** Holds the cell of a handle until it is killed. */
    static final class Holder {
        public static void main(String[] arguments) throws IOException {
            FamilyHeap heap = FamilyHeap.attach(Path.of(arguments[0]));
            Hold hold = heap.cells().attachAndHold(Long.parseLong(arguments[1]), kind -> true);
            System.out.println("held");
            System.in.read();
            System.out.println(hold);
        }
    }

    @Test
    void lastHoldThatIsClosedDropsTheUse() throws IOException {
        SharedCell cell = sent(1);
        Hold first = cell.hold();
        Hold second = cell.hold();
        SharedCell seen = other.cells().look(cell.handle());
        first.close();
        first.close();
        assertThat(said).isEmpty();
        assertThat(Cells.isUsed(seen)).isTrue();
        second.close();
        assertThat(said).containsExactly(KIND * 1_000L + 1);
        assertThat(Cells.isUsed(seen)).isFalse();
        assertThatThrownBy(cell::hold).isInstanceOf(IllegalStateException.class).hasMessageContaining("let go");
        assertThatThrownBy(cell::export).isInstanceOf(IllegalStateException.class).hasMessageContaining("let go");
        assertThatThrownBy(() -> other.cells().attach(cell.handle(), kind -> true)).isInstanceOf(IOException.class);
        second.close();
        assertThat(said).hasSize(1);
    }

    @Test
    void holdThatNobodyCanReachIsClosed() {
        SharedCell cell = sent(2);
        cell.hold();
        Hold kept = cell.hold();
        kept.close();
        Eventually.eventually("the end of the other hold", () -> {
            heap.cells().collect();
            return !said.isEmpty();
        });
        assertThat(cell.toString()).contains("handle");
        heap.cells().collect();
        assertThat(said).hasSize(1);
    }

    @Test
    void otherProcessKeepsIt() throws IOException {
        SharedCell cell = sent(3);
        Hold here = cell.hold();
        Hold there = other.cells().attachAndHold(cell.handle(), kind -> kind == KIND);
        here.close();
        assertThat(said).isEmpty();
        assertThat(there.cell().getInt(0)).isEqualTo(3);
        there.close();
        assertThat(said).hasSize(1);
    }

    @Test
    void messageKeepsItAndBringsItBack() throws IOException {
        SharedCell cell = sent(4);
        Hold here = cell.hold();
        cell.countUse();
        here.close();
        assertThat(said).isEmpty();
        Hold again = heap.cells().takeOverAndHold(cell.handle());
        assertThat(again.cell()).isNotSameAs(cell);
        assertThat(again.cell().getInt(0)).isEqualTo(4);
        try (Hold more = again.cell().hold()) {
            again.close();
            assertThat(more.cell()).isSameAs(again.cell());
            assertThat(said).isEmpty();
        }
        assertThat(said).hasSize(1);
    }

    @Test
    void droppedMessageWasTheLast() throws IOException {
        SharedCell cell = sent(5);
        Hold here = cell.hold();
        cell.countUse();
        here.close();
        other.cells().dropUse(cell.handle());
        assertThat(said).containsExactly(KIND * 1_000L + 5);
    }

    @Test
    void killedProcessLetsGo() throws Exception {
        SharedCell cell = sent(6);
        int slot = heap.slots().claim().orElseThrow();
        heldByAKilledProcess(cell, slot);
        assertThat(said).isEmpty();
        heap.slots().release(slot);
        assertThat(said).hasSize(1);
    }

    @Test
    void whoeverLooksLetsGoForAProcessThatNobodyReaps() throws Exception {
        heldByAKilledProcess(sent(7), -1);
        assertThat(said).isEmpty();
        Eventually.eventually("a look", () -> {
            other.slots().lookForTheDead();
            return !said.isEmpty();
        });
        assertThat(said).hasSize(1);
    }

    @Test
    void whoeverReapsAnyProcessLetsGoForAProcessThatNobodyReaps() throws Exception {
        heldByAKilledProcess(sent(8), -1);
        int slot = heap.slots().claim().orElseThrow();
        assertThat(said).isEmpty();
        heap.slots().release(slot);
        assertThat(said).hasSize(1);
    }

    @Test
    void otherKindsAreLeftToTheGarbageCollector() throws IOException {
        SharedCell cell = heap.cells().create(Farewell.FIRST_CLOSED_KIND - 1);
        cell.export();
        cell.hold().close();
        cell.hold().close();
        assertThat(other.cells().attach(cell.handle(), kind -> true).handle()).isEqualTo(cell.handle());
    }

    private void heldByAKilledProcess(SharedCell cell, int slot) throws Exception {
        Hold here = cell.hold();
        try (TestJvm holder = TestJvm.start(Holder.class, heap.path().toString(), Long.toString(cell.handle()))) {
            if (slot >= 0) {
                heap.slots().occupy(slot, holder.pid());
            }
            assertThat(holder.readLine()).isEqualTo("held");
            here.close();
            assertThat(said).isEmpty();
            holder.kill();
        }
    }

    private SharedCell sent(int number) {
        SharedCell cell = heap.cells().create(KIND);
        cell.setInt(0, number);
        cell.export();
        return cell;
    }
}
