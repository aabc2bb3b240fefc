package offspring.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import offspring.testing.LeakCheck;
import offspring.testing.TestJvm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class ProcessSlotsTest {

    private FamilyHeap heap;
    private ProcessSlots slots;

    @BeforeEach
    void create() throws IOException {
        heap = FamilyHeap.create();
        slots = heap.slots();
    }

    @AfterEach
    void close() throws IOException {
        heap.close();
    }

    /** Claims as many slots as it is told, half of them for itself, half for the process whose pid it is told. */
    static final class Claimer {
        public static void main(String[] arguments) throws IOException {
            ProcessSlots slots = FamilyHeap.attach(Path.of(arguments[0])).slots();
            for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
                int slot = slots.claim().orElseThrow();
                if (i % 2 == 0) {
                    slots.occupy(slot, Long.parseLong(arguments[2]));
                }
            }
            System.out.println(slots.claim());
            System.in.read();
        }
    }

    @Test
    void aFamilyHasAThousandProcessesAndNoMore() {
        List<Integer> claimed = new ArrayList<>();
        for (int i = 0; i < ProcessSlots.limit(); i++) {
            claimed.add(slots.claim().orElseThrow());
        }
        assertThat(ProcessSlots.limit()).isEqualTo(1_000);
        assertThat(new HashSet<>(claimed)).hasSize(1_000).allMatch(index -> index >= 0 && index < 1_000);
        assertThat(slots.claim()).isEmpty();
        slots.release(17);
        assertThat(slots.count()).isEqualTo(999);
        assertThat(slots.claim()).isEqualTo(OptionalInt.of(17));
    }

    @Test
    void slotsOfDeadStartersAreSweptUnlessTheirProcessLives() throws Exception {
        Process other = new ProcessBuilder("sleep", "1000").start();
        String pid = Long.toString(other.pid());
        try (TestJvm claimer = TestJvm.start(Claimer.class, heap.path().toString(), "1000", pid)) {
            assertThat(claimer.readLine()).isEqualTo("OptionalInt.empty");
            assertThat(slots.claim()).isEmpty();
            claimer.kill();
            int slot = slots.claim().orElseThrow();
            assertThat(slots.count()).isEqualTo(501);
            slots.release(slot);
            other.destroyForcibly().waitFor();
            for (int i = 0; i < 1_000; i++) {
                slots.claim().orElseThrow();
            }
        }
    }

    @Test
    void nobodyReleasesWhatIsNotHis() throws Exception {
        String self = Long.toString(ProcessHandle.current().pid());
        try (TestJvm claimer = TestJvm.start(Claimer.class, heap.path().toString(), "1", self)) {
            claimer.readLine();
            assertThatIllegalStateException()
                    .isThrownBy(() -> slots.release(0))
                    .withMessage("cannot release a slot: this process has not claimed it; index=0");
            assertThatIllegalStateException().isThrownBy(() -> slots.release(999));
        }
    }
}
