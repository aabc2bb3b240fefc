package offspring.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class MemoryLeftTest {

    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;

    /** A machine with so much memory, and a clock that stands. */
    private static final class Machine extends MemoryLeft {
        private long bytes;
        private long nanos;
        private int looks;

        Machine(long bytes) {
            this.bytes = bytes;
        }

        @Override
        long look() {
            looks++;
            return bytes;
        }

        @Override
        long nanoTime() {
            return nanos;
        }

        void take(long more) throws IOException {
            grant(0, more);
            bytes -= more;
            settle(more);
        }

        void refuse(long more) {
            assertThatIOException()
                    .isThrownBy(() -> take(more))
                    .withMessage("there is not so much memory; availableBytes=" + bytes);
        }
    }

    @Test
    void whatNobodyHasIsRefusedAndWhatIsThereIsNot() throws Exception {
        MemoryLeft here = new MemoryLeft();
        assertThatIOException()
                .isThrownBy(() -> here.grant(0, 1L << 60))
                .withMessageStartingWith("there is not so much memory; availableBytes=");
        here.grant(0, 17 * MIB);
        here.grant(0, 1);
    }

    @Test
    void manyOfMiddlingSizeAreMuch() throws Exception {
        Machine machine = new Machine(100 * MIB);
        for (int i = 0; i < 20; i++) {
            machine.take(5 * MIB);
        }
        machine.refuse(1);
        machine.bytes = 3 * MIB;
        machine.take(3 * MIB);
        machine.refuse(1);
    }

    /** Nobody looks for a little, but many of them are much. */
    @Test
    void manySmallOnesAreMuch() throws Exception {
        Machine machine = new Machine(20 * MIB);
        machine.take(MIB);
        assertThat(machine.looks).isZero();
        for (int i = 1; i < 20; i++) {
            machine.take(MIB);
        }
        machine.refuse(1);
    }

    @Test
    void numberIsUsedAsLongAsItIsGood() throws Exception {
        Machine machine = new Machine(4 * GIB);
        for (int i = 0; i < 100; i++) {
            machine.take(5 * MIB);
        }
        assertThat(machine.looks).isOne();
        machine.bytes = MIB; // others had it
        machine.nanos += 1_000_000_001;
        machine.refuse(5 * MIB);
    }

    /** The less there is the sooner it may be gone. */
    @Test
    void numberThatIsSmallIsOldSoon() throws Exception {
        Machine machine = new Machine(80 * MIB);
        machine.take(5 * MIB);
        machine.bytes = MIB;
        machine.nanos += 12_000_000;
        machine.refuse(5 * MIB);
    }

    /** Two threads: what one was granted and has not taken yet is not there for the other, whoever looks. */
    @Test
    void whatIsAboutToBeTakenIsNotThereForOthers() throws Exception {
        Machine machine = new Machine(12 * MIB);
        machine.grant(0, 7 * MIB);
        assertThatIOException()
                .isThrownBy(() -> machine.grant(0, 7 * MIB))
                .withMessage("there is not so much memory; availableBytes=" + 5 * MIB);
        machine.settle(7 * MIB); // and was not taken
        machine.take(7 * MIB);
    }
}
