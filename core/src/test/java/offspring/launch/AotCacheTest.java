package offspring.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AotCacheTest {

    @Test
    void heapsBeyondCompressedReferencesAreKnown() {
        assertThat(AotCache.hasHugeHeap(List.of("-Xmx40g"))).isTrue();
        assertThat(AotCache.hasHugeHeap(List.of("-Xmx1T"))).isTrue();
        assertThat(AotCache.hasHugeHeap(List.of("-Xmx40g", "-Xmx4g"))).isFalse();
        assertThat(AotCache.hasHugeHeap(List.of("-Xmx512m"))).isFalse();
    }

    @Test
    void classDirectoriesHaveNoCacheSinceTheyChange() {
        assertThat(OwnPlace.jar().isPresent()).isEqualTo(AotCache.file().isPresent());
    }
}
