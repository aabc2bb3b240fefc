package offspring.message;

import static offspring.message.StreamLayout.DRAINED;
import static offspring.message.StreamLayout.DUE_KIND;
import static offspring.message.StreamLayout.DUE_NUMBER;
import static offspring.message.StreamLayout.DUE_TURN;
import static offspring.message.StreamLayout.DUE_USES;

import java.io.IOException;
import java.lang.foreign.Arena;
import offspring.lock.Step;
import offspring.region.FamilyHeap;
import offspring.region.Region;
import offspring.region.SharedCell;

/**
 * What takers leave behind: it is written down before the commit, so that who comes after one who died gives it back. For
 * whom has the lock of the take side.
 */
final class Leftovers {

    private final SharedCell part;
    private final Segments segments;

    Leftovers(SharedCell part, Segments segments) {
        this.part = part;
        this.segments = segments;
    }

    /**
     * A message will be gone after the commit, and what is in it is due to be given back. Its record stays as it is until then.
     *
     * @param turn what the commit makes of turns
     */
    void note(long turn, long number, int uses, boolean isRemoved) {
        forget();
        part.setLong(DUE_NUMBER, number);
        part.setInt(DUE_USES, uses);
        part.setInt(DUE_KIND, isRemoved ? 1 : 0);
        part.setLong(DUE_TURN, turn);
        Step.TAKE_NOTED.reached();
    }

    /** Nothing is due: a note that was not committed must not look so after another commit. */
    void forget() {
        part.setLong(DUE_TURN, 0);
    }

    /** Whether what was noted was committed, and not all was given back. */
    boolean isDue(long turns) {
        long due = part.getLong(DUE_TURN);
        return due != 0 && due == turns;
    }

    /** The message that it is about. */
    long number() {
        return part.getLong(DUE_NUMBER);
    }

    /** Whether it was removed, and not taken. */
    boolean isRemoved() {
        return part.getInt(DUE_KIND) == 1;
    }

    /**
     * Gives back what is in the message, from where somebody else may have left off. A use of which it would not be known
     * whether it was dropped is kept: somebody else may rely on it.
     */
    void giveBack(Segment segment, long position) throws IOException {
        segment.remove(position);
        for (int left = part.getInt(DUE_USES) - 1; left >= 0; left--) {
            part.setInt(DUE_USES, left);
            segments.heap().cells().dropUse(segment.handle(position, left));
        }
        if (segment.type(position) == SegmentLayout.AWAY) {
            freeRegion(segments.heap(), segment.awayOffset(position), segment.length(position));
        }
        Step.TAKE_GIVEN_BACK.reached();
        forget();
    }

    /** Frees a region, unless it was done before. */
    static void freeRegion(FamilyHeap heap, long regionOffset, long bytes) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            Region region;
            try {
                region = heap.attach(regionOffset, bytes, arena);
            } catch (IOException freed) {
                return;
            }
            heap.free(region);
        }
    }

    /** A segment will be of no use after the commit, nor those between it and the new one. */
    void drain(long first) {
        part.setLong(DRAINED, first);
    }

    /** Frees what lies before a segment; who dies meanwhile has written down where to go on. */
    void freeDrained(long until) throws IOException {
        long reference = part.getLong(DRAINED);
        while (reference != until) {
            Segment drained = Segment.attach(segments.heap(), reference);
            reference = drained.next();
            part.setLong(DRAINED, reference);
            segments.heap().free(drained.region());
        }
        part.setLong(DRAINED, 0);
    }

    /**
     * Frees the segments that one who died has left.
     *
     * @param committed the segment that the take side is in
     */
    void repairDrained(long committed) throws IOException {
        if (part.getLong(DRAINED) != 0) {
            freeDrained(committed); // nothing, if there was no commit
        }
    }
}
