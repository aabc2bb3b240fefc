package offspring.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import offspring.Task;
import org.junit.jupiter.api.Test;

class PayloadTest {

    private record Job(String name, Path file, Optional<String> note, Map.Entry<String, Integer> entry)
            implements Serializable {}

    private static Object copy(Object value) throws UndecodableException {
        return Payload.decode(Payload.encode(value));
    }

    @Test
    void aPayloadInTheMiddleOfOtherBytesIsDecoded() throws Exception {
        byte[] payload = Payload.encode("words");
        byte[] bytes = new byte[payload.length + 9];
        System.arraycopy(payload, 0, bytes, 4, payload.length);
        assertThat(Payload.decode(bytes, 4, payload.length)).isEqualTo("words");
    }

    @Test
    void lambdasTravelWithWhatTheyCapture() throws Exception {
        List<String> words = List.of("a", "b");
        Task<String> task = () -> String.join("-", words);
        assertThat(((Task<?>) copy(task)).call()).isEqualTo("a-b");
    }

    @Test
    void recordsMayHoldPathsOptionalsAndEntries() throws Exception {
        Job job = new Job("x", Path.of("/tmp/y"), Optional.of("z"), Map.entry("k", 1));
        assertThat(copy(job)).isEqualTo(job);
    }
}
