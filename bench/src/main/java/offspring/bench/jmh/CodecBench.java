package offspring.bench.jmh;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import offspring.Func;
import offspring.wire.Payload;
import offspring.wire.UndecodableException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Objects to bytes and back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class CodecBench {

    private record Person(String name, int age, List<String> tags) implements Serializable {}

    /** What is encoded. */
    @Param({"integer", "string", "list", "map", "record", "lambda", "doubles"})
    public String kind;

    private Object value;
    private byte[] bytes;

    /** For JMH. */
    public CodecBench() {}

    /** Makes the value. */
    @Setup
    public void makeValue() {
        value = switch (kind) {
            case "integer" -> 42;
            case "string" -> "a string of thirty-two characters";
            case "list" -> new ArrayList<>(IntStream.range(0, 1000).boxed().toList());
            case "map" -> Map.of("one", 1.0, "two", 2.0, "three", 3.0);
            case "record" -> new Person("somebody", 30, List.of("a", "b"));
            case "lambda" -> lambda(42, "captured");
            case "doubles" -> new double[100_000];
            default -> throw new IllegalArgumentException(kind);
        };
        bytes = Payload.encode(value);
    }

    private static Func<Integer, String> lambda(int number, String text) {
        return n -> text + (number + n);
    }

    /** To bytes. */
    @Benchmark
    public byte[] encode() {
        return Payload.encode(value);
    }

    /** From bytes. */
    @Benchmark
    public Object decode() throws UndecodableException {
        return Payload.decode(bytes);
    }
}
