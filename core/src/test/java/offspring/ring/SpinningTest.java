package offspring.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import offspring.os.Machine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long the next spin lasts, after those before. */
class SpinningTest {

    private final Spinning spinning = new Spinning();

    @BeforeEach
    void severalProcessors() {
        assumeTrue(Machine.processors() > 1, "one processor never spins");
    }

    @Test
    void successMakesItLonger() {
        long before = spinning.budgetNanos();
        assertThat(spinning.until(() -> true, Long.MAX_VALUE)).isTrue();
        assertThat(spinning.budgetNanos()).isGreaterThan(before);
        for (int i = 0; i < 100; i++) {
            spinning.until(() -> true, Long.MAX_VALUE);
        }
        assertThat(spinning.budgetNanos()).isEqualTo(50_000);
    }

    @Test
    void failureHalvesIt() {
        long before = spinning.budgetNanos();
        assertThat(spinning.until(() -> false, Long.MAX_VALUE)).isFalse();
        assertThat(spinning.budgetNanos()).isEqualTo(before / 2);
        for (int i = 0; i < 100; i++) {
            spinning.until(() -> false, Long.MAX_VALUE);
        }
        assertThat(spinning.budgetNanos()).isEqualTo(5_000);
    }

    @Test
    void shortSleepSaysHowLongItShouldHaveBeen() {
        for (int i = 0; i < 10; i++) {
            spinning.until(() -> false, Long.MAX_VALUE);
        }
        spinning.slept(1_000_000);
        assertThat(spinning.budgetNanos()).isEqualTo(5_000);
        spinning.slept(33_000);
        assertThat(spinning.budgetNanos()).isEqualTo(33_000);
        spinning.slept(65_000);
        assertThat(spinning.budgetNanos()).isEqualTo(50_000);
        spinning.slept(1);
        assertThat(spinning.budgetNanos()).isEqualTo(5_000);
    }
}
