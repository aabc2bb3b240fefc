package offspring.message;

import static offspring.message.StreamLayout.AWAY;
import static offspring.message.StreamLayout.AWAY_BYTES;
import static offspring.message.StreamLayout.DRAINED;
import static offspring.message.StreamLayout.REMOVED;

import java.io.IOException;
import java.lang.foreign.Arena;
import offspring.region.FamilyHeap;
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

    long removed() {
        return part.getLong(REMOVED);
    }

    void setRemoved(long count) {
        part.setLong(REMOVED, count);
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

    /** A message's own region will be of no use after the commit. */
    void noteAway(long regionOffset, long bytes) {
        part.setLong(AWAY_BYTES, bytes);
        part.setLong(AWAY, regionOffset);
    }

    void freeAway() throws IOException {
        freeRegion(segments.heap(), part.getLong(AWAY), part.getLong(AWAY_BYTES));
        part.setLong(AWAY, 0);
    }

    static void freeRegion(FamilyHeap heap, long regionOffset, long bytes) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            heap.free(heap.attach(regionOffset, bytes, arena));
        }
    }

    /**
     * Gives back what one who died has left.
     *
     * @param place where the first message is that was not taken
     * @param committed the segment that the take side is in
     * @param found the segment of that message, or null if there is none
     */
    void repair(Cursor place, long committed, Segment found) throws IOException {
        if (part.getLong(DRAINED) != 0) {
            freeDrained(committed); // nothing, if there was no commit
        }
        long away = part.getLong(AWAY);
        if (away != 0 && !isOf(found, place, away) && isThere(away, part.getLong(AWAY_BYTES))) {
            freeRegion(segments.heap(), away, part.getLong(AWAY_BYTES));
        }
        part.setLong(AWAY, 0);
    }

    private static boolean isOf(Segment found, Cursor place, long away) {
        return found != null
                && found.type(place.position) == SegmentLayout.AWAY
                && found.awayOffset(place.position) == away;
    }

    private boolean isThere(long regionOffset, long bytes) {
        try (Arena arena = Arena.ofConfined()) {
            segments.heap().attach(regionOffset, bytes, arena);
            return true;
        } catch (IOException freed) {
            return false;
        }
    }
}
