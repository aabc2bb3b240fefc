package offspring.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class HeapShareTest {

    @Test
    void oneChildForEachProcessorFitsIntoThreeQuartersOfTheMemory() {
        assertThat(HeapShare.options(List.of(), 8, gib(16))).containsExactly("-XX:MaxRAMPercentage=9.38");
        assertThat(HeapShare.options(List.of("-Dx=y"), 64, gib(512))).containsExactly("-XX:MaxRAMPercentage=1.17");
        assertThat(HeapShare.options(List.of(), 64, OptionalLong.empty())).containsExactly("-XX:MaxRAMPercentage=1.17");
    }

    @Test
    void eachMayTakeAGibibyteIfThatIsNotMoreThanAQuarter() {
        assertThat(HeapShare.options(List.of(), 64, gib(32))).containsExactly("-XX:MaxRAMPercentage=3.13");
        assertThat(HeapShare.options(List.of(), 64, gib(2))).isEmpty();
    }

    private static OptionalLong gib(long count) {
        return OptionalLong.of(count << 20);
    }

    @Test
    void fewProcessorsLeaveTheDefaultOfTheJvm() {
        assertThat(HeapShare.options(List.of(), 1, gib(16))).isEmpty();
        assertThat(HeapShare.options(List.of(), 3, gib(16))).isEmpty();
    }

    @Test
    void whatIsAskedForIsNotTouched() {
        assertThat(HeapShare.options(List.of("-Xmx1g"), 8, gib(16))).isEmpty();
        assertThat(HeapShare.options(List.of("-XX:MaxRAMPercentage=50"), 8, gib(16))).isEmpty();
    }
}
