package offspring.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import offspring.os.Owner;
import offspring.os.ProcStat;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The place of a dead process's ledger goes to a living one at any moment of a settlement for the dead one. */
@ExtendWith(LeakCheck.class)
class SettlementTest {

    private static final int KIND = 7;
    private static final long LIVING = Owner.self().pack();

    private final SharedBytes header = SharedBytes.of(Arena.ofAuto().allocate(HeapLayout.FIRST_REGION, Long.BYTES));
    private FamilyHeap heap;
    private ProcessSlots slots;
    private long dead;
    private Region deadLedger;
    private Region livingLedger;

    @BeforeEach
    void create() throws Exception {
        heap = FamilyHeap.create();
        slots = new ProcessSlots(heap, header);
        dead = ended();
        deadLedger = ledger();
        livingLedger = ledger();
        header.setLongVolatile(HeapLayout.slot(0) + HeapLayout.USER, dead);
        header.setLongVolatile(HeapLayout.slot(0) + HeapLayout.LEDGER, deadLedger.offset());
    }

    @AfterEach
    void close() throws IOException {
        heap.close();
    }

    /** A process that was. */
    private static long ended() throws Exception {
        Process process = new ProcessBuilder("sleep", "1000")
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long owner = Owner.of(ProcStat.of(process.pid()).orElseThrow()).pack();
        process.destroyForcibly().waitFor();
        process.getOutputStream().close();
        assertThat(Owner.unpack(owner).isDead()).isTrue();
        return owner;
    }

    /** A ledger that has a use of a cell. */
    private Region ledger() throws IOException {
        SharedCell cell = heap.cells().create(KIND);
        long handle = cell.export();
        cell.countUse();
        Region ledger = heap.allocate(LedgerLayout.BYTES);
        ledger.memory().setLongVolatile(LedgerLayout.entry(0), handle);
        ledger.memory().setLongVolatile(LedgerLayout.COUNT, 1);
        return ledger;
    }

    /** As its parent does when the dead one has ended, and others who learn of it. */
    private void settleForTheDead(ProcessSlots slots) {
        int index = slots.claim().orElseThrow();
        header.setLongVolatile(HeapLayout.slot(index) + HeapLayout.PROCESS, dead);
        slots.release(index);
    }

    private void assertSettled(Region ledger) {
        assertThatThrownBy(() -> heap.attach(ledger.offset(), LedgerLayout.BYTES)).isInstanceOf(IOException.class);
    }

    private void assertLivingHasItsLedger() throws IOException {
        assertThat(header.getLongVolatile(HeapLayout.slot(0) + HeapLayout.USER)).isEqualTo(LIVING);
        assertThat(header.getLongVolatile(HeapLayout.slot(0) + HeapLayout.LEDGER)).isEqualTo(livingLedger.offset());
        SharedBytes there = heap.attach(livingLedger.offset(), LedgerLayout.BYTES).memory();
        assertThat(there.getLongVolatile(LedgerLayout.entry(0))).isNotZero();
    }

    @Test
    void placeOfTheDeadIsFreeForTheLiving() throws Exception {
        settleForTheDead(slots);
        assertSettled(deadLedger);
        assertThat(slots.openLedger(livingLedger.offset())).isTrue();
        assertLivingHasItsLedger();
    }

    /** Two have heard of the death; one is so late that the place is another's. */
    @Test
    void lateSettlementFindsNothing() throws Exception {
        settleForTheDead(slots);
        slots.openLedger(livingLedger.offset());
        settleForTheDead(slots);
        assertLivingHasItsLedger();
    }

    /** The same, when the late one has seen that the place is the dead one's already. */
    @Test
    void placeThatChangesHandsBetweenTwoLooksIsNotSettledFor() throws Exception {
        boolean[] looked = {false};
        ProcessSlots late = new ProcessSlots(heap, header) {
            @Override
            long readLedger(int index) {
                if (!looked[0]) {
                    looked[0] = true;
                    settleForTheDead(slots);
                    slots.openLedger(livingLedger.offset());
                }
                return super.readLedger(index);
            }
        };
        settleForTheDead(late);
        assertThat(looked[0]).as("it came between").isTrue();
        assertSettled(deadLedger);
        assertLivingHasItsLedger();
    }

    /** The same, with a living one that has no ledger there yet, and one that had none when it died. */
    @Test
    void placeOfWhoHasNoLedgerYetStaysItsOwn() throws Exception {
        header.setLongVolatile(HeapLayout.slot(0) + HeapLayout.LEDGER, 0);
        ProcessSlots late = new ProcessSlots(heap, header) {
            @Override
            long readLedger(int index) {
                long read = super.readLedger(index);
                header.setLongVolatile(HeapLayout.slot(0) + HeapLayout.USER, LIVING);
                return read;
            }
        };
        settleForTheDead(late);
        header.setLongVolatile(HeapLayout.slot(0) + HeapLayout.LEDGER, livingLedger.offset());
        assertLivingHasItsLedger();
    }
}
