package offspring.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HeapShareTest {

    @Test
    void oneChildForEachProcessorFitsIntoThreeQuartersOfTheMemory() {
        assertThat(HeapShare.options(List.of(), 8)).containsExactly("-XX:MaxRAMPercentage=9.38");
        assertThat(HeapShare.options(List.of("-Dx=y"), 64)).containsExactly("-XX:MaxRAMPercentage=1.17");
    }

    @Test
    void fewProcessorsLeaveTheDefaultOfTheJvm() {
        assertThat(HeapShare.options(List.of(), 1)).isEmpty();
        assertThat(HeapShare.options(List.of(), 3)).isEmpty();
    }

    @Test
    void whatIsAskedForIsNotTouched() {
        assertThat(HeapShare.options(List.of("-Xmx1g"), 8)).isEmpty();
        assertThat(HeapShare.options(List.of("-XX:MaxRAMPercentage=50"), 8)).isEmpty();
    }
}
