package offspring.bench.jmh;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import offspring.Func;
import offspring.Task;
import offspring.pool.Pool;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Tasks on a warm pool of two workers. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class ApplyBench {

    private static final int ITEMS = 1000;
    private static final Func<Integer, Integer> SQUARE = n -> n * n;
    private static final Task<Object> NOTHING = () -> null;

    private final List<Integer> items = IntStream.range(0, ITEMS).boxed().toList();
    private Pool pool;

    /** For JMH. */
    public ApplyBench() {}

    /** Starts the workers. */
    @Setup
    public void open() throws InterruptedException {
        pool = Pool.create(2);
        pool.apply(NOTHING);
    }

    /** Ends them. */
    @TearDown
    public void close() {
        pool.close();
    }

    /** One task, waited for. */
    @Benchmark
    public Object apply() throws InterruptedException {
        return pool.apply(NOTHING);
    }

    /** A thousand items in chunks; the figure is that of one item. */
    @Benchmark
    @OperationsPerInvocation(ITEMS)
    public List<Integer> map() throws InterruptedException {
        return pool.map(SQUARE, items);
    }
}
