package offspring.message;

import static offspring.message.StreamLayout.AWAY;
import static offspring.message.StreamLayout.AWAY_BYTES;
import static offspring.message.StreamLayout.CARGO_COUNT;
import static offspring.message.StreamLayout.CARGO_LEFT;
import static offspring.message.StreamLayout.CARGO_TURN;
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

    /**
     * The uses by a message will have to be dropped after the commit. The record itself may be written over then.
     *
     * @param turn what the commit makes of turns
     */
    void noteCargo(long[] handles, long turn) {
        int noted = Math.min(handles.length, CARGO_COUNT);
        for (int index = 0; index < noted; index++) {
            part.setLong(StreamLayout.cargo(index), handles[index]);
        }
        part.setLong(CARGO_TURN, turn);
        part.setInt(CARGO_LEFT, noted);
    }

    /** Drops them. One of which it would not be known whether it was dropped is kept: somebody else may rely on it. */
    void dropCargo(long[] handles) {
        for (int index = CARGO_COUNT; index < handles.length; index++) {
            segments.heap().cells().dropUse(handles[index]);
        }
        dropNoted();
    }

    private void dropNoted() {
        for (int left = part.getInt(CARGO_LEFT) - 1; left >= 0; left--) {
            part.setInt(CARGO_LEFT, left);
            segments.heap().cells().dropUse(part.getLong(StreamLayout.cargo(left)));
        }
    }

    /** Drops what one has left who died after he had taken a message. */
    void repairCargo(long turns) {
        if (part.getLong(CARGO_TURN) == turns) {
            dropNoted();
        }
        part.setInt(CARGO_LEFT, 0);
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
