package offspring.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import offspring.lock.CellWordsLayout;
import offspring.lock.LockWordLayout;
import offspring.lock.OwnerTable;
import offspring.lock.OwnerTableLayout;
import offspring.lock.Words;
import org.junit.jupiter.api.Test;

/** The table in words of a test's own, with processes that are none. */
class OwnerTableTest {

    private static final OwnerTableLayout LAYOUT = new OwnerTableLayout(0, 8, 16);

    private final long[] memory = new long[CellWordsLayout.BYTES / Long.BYTES];
    private final Set<Long> dead = new HashSet<>();

    private final Words words = new Words() {
        @Override
        public long get(int at) {
            return memory[at / Long.BYTES];
        }

        @Override
        public boolean compareAndSet(int at, long expected, long value) {
            boolean same = get(at) == expected;
            if (same) {
                memory[at / Long.BYTES] = value;
            }
            return same;
        }
    };

    private OwnerTable of(int process) {
        return new OwnerTable(words, LAYOUT, (long) process << LockWordLayout.FLAG_BITS, dead::contains);
    }

    @Test
    void entriesThatWereGivenUpAreTakenAgain() {
        OwnerTable table = of(1);
        for (int index = 1; index <= 5; index++) {
            assertThat(table.claim(never -> false)).isEqualTo(index);
        }
        assertThat(table.free(2, table.owner(2))).isTrue();
        assertThat(table.free(4, table.owner(4))).isTrue();
        assertThat(of(2).claim(never -> false)).isEqualTo(2);
        assertThat(table.claim(never -> false)).isEqualTo(4);
        assertThat(table.claim(never -> false)).isEqualTo(6);
        assertThat(of(2).find()).isEqualTo(2);
        assertThat(of(3).find()).isZero();
    }

    @Test
    void thoseOfTheDeadAreSweptBeforeTheTableDoubles() {
        for (int process = 1; process <= 100; process++) {
            OwnerTable table = of(process);
            table.claim(index -> table.free(index, table.owner(index)));
            dead.add((long) process << LockWordLayout.FLAG_BITS);
        }
        assertThat(of(101).high()).isEqualTo(8);
    }

    @Test
    void entryThatIsNotToBeHadHidesNoOther() {
        OwnerTable table = of(1);
        for (int index = 1; index <= 8; index++) {
            table.claim(never -> false);
        }
        dead.add(1L << LockWordLayout.FLAG_BITS);
        OwnerTable next = of(2);
        assertThat(next.claim(index -> index < 8 && next.free(index, next.owner(index)))).isEqualTo(1);
        assertThat(next.high()).isEqualTo(8);
        assertThat(next.owner(8)).isNotZero();
        assertThat(next.owner(7)).isZero();
    }

    /** What another has given up below one's own is not looked for each time, which would cost the square of their number. */
    @Test
    void entriesThatOthersGaveUpAreFoundWhenTheTableDoubles() {
        OwnerTable one = of(1);
        OwnerTable other = of(2);
        for (int index = 1; index <= 15; index++) {
            (index <= 3 ? other : one).claim(never -> false);
        }
        for (int index = 1; index <= 3; index++) {
            assertThat(other.free(index, other.owner(index))).isTrue();
        }
        assertThat(one.claim(never -> false)).isEqualTo(16);
        for (int index = 1; index <= 3; index++) {
            assertThat(one.claim(never -> false)).isEqualTo(index);
        }
        assertThat(one.high()).isEqualTo(16);
    }

    @Test
    void fullTableSaysSo() {
        OwnerTable table = of(1);
        for (int i = 0; i < LAYOUT.capacity(); i++) {
            table.claim(never -> false);
        }
        assertThat(LAYOUT.capacity()).isBetween(65_000, 66_000);
        assertThat(LAYOUT.ownerAt(LAYOUT.capacity()) + 16).isLessThanOrEqualTo(CellWordsLayout.BYTES);
        assertThatThrownBy(() -> table.claim(never -> false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageEndingWith("entries=" + LAYOUT.capacity());
        table.free(7, table.owner(7));
        assertThat(table.claim(never -> false)).isEqualTo(7);
    }
}
