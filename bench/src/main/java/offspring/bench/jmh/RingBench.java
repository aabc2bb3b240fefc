package offspring.bench.jmh;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import offspring.region.SharedBytes;
import offspring.ring.RingBuffer;
import offspring.ring.RingReader;
import offspring.ring.RingWriter;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Control;

/** Records through a ring, between two threads. Both sides spin: what the memory costs, without any wake-up. */
@State(Scope.Group)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RingBench {

    private static final int CAPACITY = 1 << 20;

    /** How large the payload is. */
    @Param({"16", "1024"})
    public int bytes;

    private final Arena arena = Arena.ofShared();
    private RingWriter writer;
    private RingReader reader;
    private byte[] payload;

    /** For JMH. */
    public RingBench() {}

    /** Makes the ring. */
    @Setup
    public void open() {
        MemorySegment memory = arena.allocate(RingBuffer.bytesFor(CAPACITY), 64);
        RingBuffer ring = RingBuffer.create(SharedBytes.of(memory));
        writer = ring.writer();
        reader = ring.reader();
        payload = new byte[bytes];
    }

    /** Gives the memory back. */
    @TearDown
    public void close() {
        arena.close();
    }

    /** One record in. */
    @Benchmark
    @Group("transfer")
    public long write(Control control) {
        long position;
        do {
            position = writer.tryWrite(1, payload);
        } while (position == RingWriter.FULL && !control.stopMeasurement);
        return position;
    }

    /** One record out. */
    @Benchmark
    @Group("transfer")
    public int read(Control control) {
        while (!reader.next()) {
            if (control.stopMeasurement) {
                return 0;
            }
            Thread.onSpinWait();
        }
        int length = reader.payload().length;
        reader.release();
        return length;
    }
}
