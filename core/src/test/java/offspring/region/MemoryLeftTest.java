package offspring.region;

import static org.assertj.core.api.Assertions.assertThatIOException;

import org.junit.jupiter.api.Test;

class MemoryLeftTest {

    @Test
    void whatNobodyHasIsRefusedAndWhatIsThereIsNot() throws Exception {
        assertThatIOException()
                .isThrownBy(() -> MemoryLeft.require(1L << 60))
                .withMessageStartingWith("there is not so much memory; availableBytes=");
        MemoryLeft.require(17L << 20);
        MemoryLeft.require(0);
    }
}
