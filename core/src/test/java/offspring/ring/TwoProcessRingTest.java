package offspring.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.CRC32;
import offspring.region.FamilyHeap;
import offspring.region.Region;
import offspring.region.SharedBytes;
import offspring.testing.LeakCheck;
import offspring.testing.TestJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class TwoProcessRingTest {

    private static final int CAPACITY = 1 << 16;

    /** A ring, the doorbell of its reader and that of its writer in one region. */
    private record Shared(RingBuffer ring, Doorbell readers, Doorbell writers) {

        static final long BYTES = 2 * Doorbell.BYTES + RingBuffer.bytesFor(CAPACITY);

        static Shared of(SharedBytes memory, boolean fresh) {
            SharedBytes ring = memory.slice(2 * Doorbell.BYTES, RingBuffer.bytesFor(CAPACITY));
            return new Shared(
                    fresh ? RingBuffer.create(ring) : RingBuffer.attach(ring),
                    new Doorbell(memory),
                    new Doorbell(memory.slice(Doorbell.BYTES, Doorbell.BYTES)));
        }

        static Shared attach(String[] arguments) throws IOException {
            FamilyHeap.inherit(Path.of(arguments[0]));
            return of(FamilyHeap.current().attach(Long.parseLong(arguments[1]), BYTES).memory(), false);
        }

        void write(RingWriter writer, int type, byte[] payload) throws InterruptedException {
            writers.await(Long.MAX_VALUE, () -> writer.tryWrite(type, payload) != RingWriter.FULL);
            readers.ring();
        }
    }

    /** Writes records that prove themselves: a count, random bytes, and the checksum of both. */
    static final class Writer {
        public static void main(String[] arguments) throws IOException, InterruptedException {
            Shared shared = Shared.attach(arguments);
            long records = Long.parseLong(arguments[2]);
            shared.readers().announce();
            RingWriter writer = shared.ring().writer();
            Random random = new Random(records);
            for (long i = 0; i < records; i++) {
                shared.write(writer, (int) (i % 1_000), proof(i, random));
            }
        }
    }

    @Test
    void everyRecordArrivesOnceWholeAndInOrder() throws Exception {
        long records = 100_000;
        Region region = FamilyHeap.current().allocate(Shared.BYTES);
        Shared shared = Shared.of(region.memory(), true);
        try (TestJvm writer = writer(region, records)) {
            RingReader reader = shared.ring().reader();
            Random random = new Random(records);
            for (long i = 0; i < records; i++) {
                shared.readers().await(Long.MAX_VALUE, reader::next);
                assertThat(reader.type()).isEqualTo((int) (i % 1_000));
                assertThat(reader.payload()).isEqualTo(proof(i, random));
                reader.release();
                shared.writers().ring();
            }
            assertThat(writer.awaitEnd()).isZero();
            assertThat(reader.next()).isFalse();
            assertThat(shared.ring().readPosition()).isEqualTo(shared.ring().writePosition());
        }
        FamilyHeap.current().free(region);
    }

    @Test
    void aWriterKilledAtAnyMomentLeavesOnlyWholeRecords() throws Exception {
        Region region = FamilyHeap.current().allocate(Shared.BYTES);
        Shared shared = Shared.of(region.memory(), true);
        RingReader reader = shared.ring().reader();
        Random random = new Random(7);
        long total = 0;
        for (int round = 0; round < 6; round++) {
            try (TestJvm writer = writer(region, Long.MAX_VALUE)) {
                long beforeKill = random.nextInt(20_000);
                for (long read = 0; read < beforeKill; read++) {
                    shared.readers().await(Long.MAX_VALUE, reader::next);
                    total = check(reader, read, total);
                    reader.release();
                    shared.writers().ring();
                }
                writer.kill();
                for (long read = beforeKill; reader.next(); read++) {
                    total = check(reader, read, total);
                }
                reader.release();
            }
        }
        assertThat(total).isPositive();
        FamilyHeap.current().free(region);
    }

    private static TestJvm writer(Region region, long records) throws IOException {
        String path = FamilyHeap.current().path().toString();
        return TestJvm.start(Writer.class, path, Long.toString(region.offset()), Long.toString(records));
    }

    private static byte[] proof(long count, Random random) {
        byte[] bytes = new byte[16 + random.nextInt(random.nextInt(10) == 0 ? 8_000 : 200)];
        random.nextBytes(bytes);
        ByteBuffer.wrap(bytes).putLong(0, count).putLong(8, checksum(bytes, count));
        return bytes;
    }

    private static long check(RingReader reader, long count, long total) {
        byte[] bytes = reader.payload();
        ByteBuffer proof = ByteBuffer.wrap(bytes);
        assertThat(proof.getLong(0)).isEqualTo(count);
        assertThat(proof.getLong(8)).isEqualTo(checksum(bytes, count));
        return total + 1;
    }

    private static long checksum(byte[] bytes, long count) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 16, bytes.length - 16);
        return crc.getValue() << 20 ^ count;
    }
}
