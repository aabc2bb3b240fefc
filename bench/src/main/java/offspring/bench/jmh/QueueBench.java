package offspring.bench.jmh;

import java.util.concurrent.TimeUnit;
import offspring.ipc.SharedQueue;
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

/**
 * An item into a queue and out of it again, in one thread: encoding, two copies, two locks, decoding, and nobody to wake.
 * {@code ./offspring bench --jmh QueueBench -prof gc} shows how much of the heap an item takes on its way, too.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class QueueBench {

    /** What is put: a number, a text, or so many bytes. */
    @Param({"int", "text", "1024", "65536"})
    public String item;

    private final SharedQueue<Object> queue = SharedQueue.create();
    private Object value;

    /** For JMH. */
    public QueueBench() {}

    /** Makes what is put. */
    @Setup
    public void make() {
        value = switch (item) {
            case "int" -> 1_000_000;
            case "text" -> "a text of some length";
            default -> new byte[Integer.parseInt(item)];
        };
    }

    /**
     * There and back.
     *
     * @return what came back
     * @throws InterruptedException never
     */
    @Benchmark
    public Object putAndTake() throws InterruptedException {
        queue.put(value);
        return queue.take();
    }
}
