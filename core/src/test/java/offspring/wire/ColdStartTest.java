package offspring.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Leaves and records of leaves load none of the slow parts of the JDK in a fresh process. */
class ColdStartTest {

    @TempDir
    Path directory;

    record Order(String name, long offset, byte[] more) implements Serializable {}

    /** Decodes its argument and encodes it again. */
    public static final class Echo {

        private Echo() {}

        public static void main(String[] payloads) throws UndecodableException {
            for (String payload : payloads) {
                Payload.encode(Payload.decode(Base64.getDecoder().decode(payload)));
            }
        }
    }

    private List<String> classesLoadedFor(Object... values) throws Exception {
        List<String> command = new ArrayList<>(List.of("-Xlog:class+load", "-cp", Program.classPath(), Echo.class.getName()));
        for (Object value : values) {
            command.add(Base64.getEncoder().encodeToString(Payload.encode(value)));
        }
        return new Program(directory).run("java", command, null).out();
    }

    @Test
    void leavesNeedNeitherObjectStreamsNorInvokedynamic() throws Exception {
        List<String> loaded = classesLoadedFor(
                null, 1, "text", "日本", 2.5, new int[] {1}, List.of(1, "a"), new ArrayList<>(List.of(1)),
                new HashMap<>(Map.of(1, 2)), Path.of("x"), Instant.EPOCH, new String[] {"a"});
        assertThat(loaded).noneMatch(line -> line.contains("java.io.ObjectInputStream")
                || line.contains("java.io.ObjectOutputStream")
                || line.contains("java.lang.invoke.StringConcatFactory")
                || line.contains("java.lang.invoke.InnerClassLambdaMetafactory"));
    }

    @Test
    void recordsOfLeavesNeedNoObjectStreams() throws Exception {
        assertThat(classesLoadedFor(new Order("x", 1, new byte[3])))
                .noneMatch(line -> line.contains("java.io.ObjectInputStream ")
                        || line.contains("java.io.ObjectOutputStream "));
    }
}
