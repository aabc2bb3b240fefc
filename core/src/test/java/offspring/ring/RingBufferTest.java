package offspring.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import offspring.region.SharedBytes;
import org.junit.jupiter.api.Test;

class RingBufferTest {

    private static final byte[] NOTHING = {};

    /** What the model remembers of a record. */
    private record Written(long position, int type, byte[] payload, boolean takenBack) {}

    @Test
    void behavesLikeAQueueOfRecordsWhateverTheOrderOfOperations() {
        for (long seed = 1; seed <= 100; seed++) {
            try {
                new Model(new Random(seed), 64 << seed % 8).run(2_000);
            } catch (RuntimeException | AssertionError failed) {
                throw new AssertionError("seed " + seed, failed);
            }
        }
    }

    /** A ring and what it should hold. */
    private static final class Model {
        private final Random random;
        private final SharedBytes memory;
        private final RingBuffer ring;
        private final ArrayDeque<Written> unreleased = new ArrayDeque<>();
        private RingWriter writer;
        private RingReader reader;
        private int read;

        Model(Random random, int capacity) {
            this.random = random;
            memory = memory(capacity);
            ring = RingBuffer.create(memory);
            writer = ring.writer();
            reader = RingBuffer.attach(memory).reader();
        }

        void run(int operations) {
            for (int i = 0; i < operations; i++) {
                switch (random.nextInt(12)) {
                    case 0, 1, 2, 3, 4 -> write();
                    case 5, 6, 7, 8 -> read();
                    case 9 -> release();
                    case 10 -> takeBack();
                    default -> reattach();
                }
                assertThat(reader.hasNext()).isEqualTo(unreleased.size() > read);
            }
        }

        private void write() {
            int length = random.nextInt(random.nextInt(ring.maxRecordBytes() + 1) + 1);
            byte[] payload = new byte[length];
            random.nextBytes(payload);
            int type = random.nextInt(Integer.MAX_VALUE);
            int head = random.nextInt(length + 1);
            long position = writer.tryWrite(type, payload, 0, head, payload, head, length - head);
            if (position == RingWriter.FULL) {
                assertThat(unreleased).isNotEmpty();
                return;
            }
            assertThat(position).isGreaterThanOrEqualTo(
                    unreleased.isEmpty() ? 0 : unreleased.getLast().position() + 16);
            unreleased.add(new Written(position, type, payload, false));
        }

        private void read() {
            assertThat(reader.next()).isEqualTo(unreleased.size() > read);
            if (unreleased.size() > read) {
                Written expected = List.copyOf(unreleased).get(read++);
                assertThat(reader.position()).isEqualTo(expected.position());
                assertThat(reader.type()).isEqualTo(expected.type());
                assertThat(reader.payload()).isEqualTo(expected.payload());
                assertThat(reader.payloadInPlace()).isEqualTo(ByteBuffer.wrap(expected.payload()));
                assertThat(reader.claim()).isEqualTo(!expected.takenBack());
                assertThat(writer.takeBack(expected.position())).isFalse();
            }
        }

        private void release() {
            reader.release();
            for (; read > 0; read--) {
                assertThat(writer.wasConsumed(unreleased.remove().position())).isTrue();
            }
            unreleased.forEach(record -> assertThat(writer.wasConsumed(record.position())).isFalse());
        }

        private void takeBack() {
            List<Written> all = new ArrayList<>(unreleased);
            if (all.size() > read) {
                int index = read + random.nextInt(all.size() - read);
                Written record = all.get(index);
                assertThat(writer.takeBack(record.position())).isEqualTo(!record.takenBack());
                all.set(index, new Written(record.position(), record.type(), record.payload(), true));
                unreleased.clear();
                unreleased.addAll(all);
            }
        }

        /** Another writer goes on where the last one was; another reader with what was not released. */
        private void reattach() {
            writer = RingBuffer.attach(memory).writer();
            release();
            reader = RingBuffer.attach(memory).reader();
        }
    }

    @Test
    void holdsAsManyRecordsAsFitAndThenSaysSo() {
        RingBuffer ring = RingBuffer.create(memory(1024));
        RingWriter writer = ring.writer();
        RingReader reader = ring.reader();
        int count = 0;
        while (writer.tryWrite(count, new byte[16]) != RingWriter.FULL) {
            count++;
        }
        assertThat(count).isEqualTo(1024 / 32);
        assertThat(reader.next()).isTrue();
        assertThat(writer.tryWrite(7, NOTHING)).isEqualTo(RingWriter.FULL);
        reader.release();
        assertThat(writer.tryWrite(7, NOTHING)).isEqualTo(1024);
    }

    @Test
    void anEmptyRingHasRoomForTheLargestRecordWhereverItStands() {
        for (int before = 0; before < 512 / 16; before++) {
            RingBuffer ring = RingBuffer.create(memory(512));
            RingWriter writer = ring.writer();
            RingReader reader = ring.reader();
            for (int i = 0; i < before; i++) {
                writer.tryWrite(0, NOTHING);
                assertThat(reader.next()).isTrue();
                reader.release();
            }
            assertThat(writer.tryWrite(1, new byte[ring.maxRecordBytes()])).isNotEqualTo(RingWriter.FULL);
            assertThat(reader.next()).isTrue();
            assertThat(reader.length()).isEqualTo(512 / 2 - 16);
        }
    }

    @Test
    void whatCanNeverFitIsRefused() {
        RingWriter writer = RingBuffer.create(memory(1024)).writer();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.tryWrite(0, new byte[497]))
                .withMessage("cannot write a record: it is too large or has no valid type;"
                        + " bytes=497 maxRecordBytes=496 type=0");
        assertThatIllegalArgumentException().isThrownBy(() -> writer.tryWrite(-1, NOTHING));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> writer.tryWrite(0, NOTHING, 0, 1, NOTHING, 0, 0));
        assertThat(writer.position()).isZero();
        for (int capacity : new int[] {0, 32, 1000, -64, Integer.MIN_VALUE}) {
            assertThatIllegalArgumentException().isThrownBy(() -> RingBuffer.bytesFor(capacity));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> RingBuffer.create(memory(1024).slice(0, 400)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RingBuffer.attach(memory(1024)))
                .withMessageStartingWith("cannot attach to a ring: there is none of version 1; magic=0");
    }

    @Test
    void lengthsAndPositionsFromOutsideAreNotTrusted() {
        for (int length : new int[] {-1, Integer.MIN_VALUE, 17, 1 << 20, Integer.MAX_VALUE}) {
            SharedBytes memory = memory(1024);
            RingReader reader = withOneRecord(memory);
            memory.putInt(RingLayout.DATA_OFFSET + RingLayout.LENGTH, length);
            assertThatIllegalStateException()
                    .isThrownBy(reader::next)
                    .withMessageStartingWith(
                            "cannot use a ring: it is damaged, a record's length is impossible; position=0 value=" + length);
            assertThatIllegalStateException().isThrownBy(reader::payload);
        }
        SharedBytes wrongType = memory(1024);
        RingReader typed = withOneRecord(wrongType);
        wrongType.putInt(RingLayout.DATA_OFFSET + RingLayout.TYPE, -2);
        assertThatIllegalStateException().isThrownBy(typed::next).withMessageContaining("a record's type");
        for (long written : new long[] {-32, 33, 2048, Long.MAX_VALUE, Long.MIN_VALUE}) {
            SharedBytes memory = memory(1024);
            RingReader reader = withOneRecord(memory);
            memory.putLong(RingLayout.WRITE_POSITION_OFFSET, written);
            assertThatIllegalStateException().isThrownBy(reader::next).withMessageContaining("the write position");
        }
        for (long read : new long[] {-16, 1056, Long.MAX_VALUE, Long.MIN_VALUE}) {
            SharedBytes memory = memory(1024);
            RingWriter writer = RingBuffer.create(memory).writer();
            memory.putLong(RingLayout.READ_POSITION_OFFSET, read);
            assertThatIllegalStateException().isThrownBy(() -> {
                while (writer.tryWrite(0, NOTHING) != RingWriter.FULL) {
                    Thread.onSpinWait();
                }
            });
        }
    }

    @Test
    void withoutACurrentRecordThereIsNothingToRead() {
        SharedBytes memory = memory(1024);
        RingReader reader = withOneRecord(memory);
        assertThatIllegalStateException().isThrownBy(reader::type);
        assertThat(reader.next()).isTrue();
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> reader.copy(8, new byte[100], 0, 9));
        reader.release();
        assertThatIllegalStateException()
                .isThrownBy(reader::claim)
                .withMessage("cannot read a record: there is no current one; nextPosition=32");
        assertThat(reader.next()).isFalse();
        assertThatIllegalStateException().isThrownBy(reader::payloadInPlace);
    }

    @Test
    void eachRecordIsEitherWorkedOnOrTakenBackNeverBoth() throws InterruptedException {
        int records = 50_000;
        RingBuffer ring = RingBuffer.create(memory(1 << 12));
        AtomicIntegerArray claimed = new AtomicIntegerArray(records);
        Thread reading = Thread.ofPlatform().start(() -> {
            RingReader reader = ring.reader();
            int type = -1;
            while (type < records - 1) {
                if (reader.next()) {
                    type = reader.type();
                    if (reader.claim()) {
                        claimed.incrementAndGet(type);
                    }
                    reader.release();
                } else {
                    Thread.yield();
                }
            }
        });
        RingWriter writer = ring.writer();
        AtomicLong takenBack = new AtomicLong();
        Random random = new Random(1);
        for (int i = 0; i < records; i++) {
            long position = RingWriter.FULL;
            while (position == RingWriter.FULL) {
                position = writer.tryWrite(i, new byte[random.nextInt(64)]);
            }
            if (random.nextInt(3) == 0 && writer.takeBack(position)) {
                takenBack.incrementAndGet();
                claimed.incrementAndGet(i);
            }
        }
        reading.join();
        for (int i = 0; i < records; i++) {
            assertThat(claimed.get(i)).as("record %d", i).isEqualTo(1);
        }
        assertThat(takenBack.get()).isPositive();
    }

    private static RingReader withOneRecord(SharedBytes memory) {
        RingBuffer ring = RingBuffer.create(memory);
        ring.writer().tryWrite(3, new byte[16]);
        return ring.reader();
    }

    private static SharedBytes memory(int capacity) {
        return SharedBytes.of(Arena.ofAuto().allocate(RingBuffer.bytesFor(capacity), 128));
    }
}
