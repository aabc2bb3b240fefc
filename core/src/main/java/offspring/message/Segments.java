package offspring.message;

import java.io.IOException;
import offspring.region.FamilyHeap;

/** The segments that one side of a stream, in this process, used last. Guarded by that side's lock. */
final class Segments {

    private final FamilyHeap heap;
    private Segment last;
    /** The one before: with a spare, two go round. */
    private Segment previous;

    Segments(FamilyHeap heap) {
        this.heap = heap;
    }

    FamilyHeap heap() {
        return heap;
    }

    /** The segment of a reference. */
    Segment at(long reference) throws IOException {
        Segment known = last;
        return known != null && known.reference() == reference ? known : attached(reference);
    }

    private Segment attached(long reference) throws IOException {
        Segment before = previous;
        use(before != null && before.reference() == reference ? before : Segment.attach(heap, reference));
        return last;
    }

    /** From now on this one is used. */
    void use(Segment segment) {
        if (segment != last) {
            previous = last;
            last = segment;
        }
    }

    void free(long reference) throws IOException {
        heap.free(Segment.attach(heap, reference).region());
    }

    /** How large a segment is to be that follows one of this size, for a record of that size. */
    static int bitsAfter(int bits, long recordBytes) {
        int grown = Math.min(bits + 2, SegmentLayout.LARGEST_BITS);
        while (!Segment.alwaysFits(grown, 4 * recordBytes) && grown < SegmentLayout.LARGEST_BITS) {
            grown++;
        }
        return grown;
    }

    /** Whether a message is so large that it gets a region of its own. */
    static boolean isAway(long recordBytes) {
        return 4 * recordBytes > 1L << SegmentLayout.LARGEST_BITS;
    }
}
