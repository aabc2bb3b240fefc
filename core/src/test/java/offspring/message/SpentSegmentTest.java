package offspring.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import offspring.message.MessageStream.Put;
import offspring.region.FamilyHeap;
import offspring.region.Region;
import offspring.region.SharedCell;
import offspring.testing.Eventually;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What becomes of a segment that the stream has left: it is kept for the next time it is needed, unless its memory was given
 * back, which would have to be taken anew, and might not be there.
 */
@ExtendWith(LeakCheck.class)
class SpentSegmentTest {

    private static final int KIND_OF_TEST = 0x30; // of which nobody says farewell
    private static final int LARGE = 200_000;

    private final FamilyHeap heap = FamilyHeap.current();
    private final SharedCell cell = heap.cells().create(KIND_OF_TEST);
    private final Region extension = cell.extend(SharedCell.bytesOfParts(MessageStream.PARTS));
    private final SharedCell putSide = cell.part(extension, StreamLayout.PUT_SIDE);
    private final MessageStream stream = MessageStream.create(cell, extension, 0, Long.MAX_VALUE, Long.MAX_VALUE);

    SpentSegmentTest() throws IOException {}

    private void put(int bytes) throws IOException {
        assertThat(stream.tryPut(new Outgoing(1, new byte[bytes], 0, bytes))).isEqualTo(Put.DONE);
    }

    private void take(int bytes) throws IOException {
        assertThat(stream.tryTake().payload()).hasSize(bytes);
    }

    private long spare() {
        return putSide.getLong(StreamLayout.SPARE);
    }

    private long current() {
        return putSide.getLong(StreamLayout.putSlot(stream.puts()) + StreamLayout.SEGMENT);
    }

    @Test
    void segmentWhoseMemoryWasGivenBackIsFreedAndNotKept() throws Exception {
        put(LARGE);
        take(LARGE);
        long spent = current();
        assertThat(SegmentLayout.bitsOf(spent)).isGreaterThan(SegmentLayout.SMALLEST_BITS);
        Eventually.eventually("an idle moment", () -> {
            stream.awaitMessage(500_000_000, () -> false);
            return Segment.attach(heap, spent).isSpent();
        });
        assertThat(SegmentLayout.bitsOf(spare())).isEqualTo(SegmentLayout.SMALLEST_BITS);
        put(10);
        assertThat(current()).as("it goes on in the small one").isNotEqualTo(spent);
        assertThat(spare()).isZero();
        take(10);
        assertThat(spare()).as("a spare").isZero();
        assertThatThrownBy(() -> Segment.attach(heap, spent)).isInstanceOf(IOException.class);
        put(LARGE);
        assertThat(current()).isNotEqualTo(spent);
        take(LARGE);
        stream.dispose();
    }

    /** The other case, so that the first one says something. */
    @Test
    void segmentThatHasItsMemoryIsKeptForTheNextTime() throws Exception {
        put(LARGE);
        long first = current();
        for (int i = 0; current() == first; i++) {
            assertThat(i).as("puts").isLessThan(1_000);
            put(LARGE);
        }
        while (SegmentLayout.bitsOf(current()) < SegmentLayout.LARGEST_BITS) {
            put(LARGE);
        }
        long largest = current();
        while (current() == largest) {
            put(LARGE);
        }
        while (stream.size() > 0) {
            take(LARGE);
        }
        assertThat(spare()).as("the first of the largest, drained").isEqualTo(largest);
        assertThat(Segment.attach(heap, largest).isSpent()).isFalse();
        stream.dispose();
    }
}
