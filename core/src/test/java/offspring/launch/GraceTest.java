package offspring.launch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GraceTest {

    @Test
    void periodIsAsWanted() {
        assertThat(Grace.millis(null)).isEqualTo(1_000);
        assertThat(Grace.millis("2500")).isEqualTo(2_500);
        assertThat(Grace.millis("0")).isZero();
        assertThat(Grace.millis("-1")).isZero();
    }

    @Test
    void whatIsNoNumberIsLeftOut() {
        assertThat(Grace.millis("5s")).isEqualTo(1_000);
    }
}
