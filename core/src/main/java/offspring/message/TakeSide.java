package offspring.message;

import static offspring.message.StreamLayout.BYTES;
import static offspring.message.StreamLayout.POSITION;
import static offspring.message.StreamLayout.SEGMENT;
import static offspring.message.StreamLayout.TAKES;
import static offspring.message.StreamLayout.TURNS;

import java.io.IOException;
import java.lang.foreign.Arena;
import offspring.lock.LockWord;
import offspring.lock.Step;
import offspring.region.Region;
import offspring.region.SharedCell;

/** Where messages come out. All but the questions is for whom has the lock. */
final class TakeSide {

    private static final long[] NO_CARGO = {};

    private final SharedCell part;
    private final LockWord lock;
    private final Leftovers leftovers;
    private final Segments segments;
    private final PutSide putSide;
    private final Tally tally;
    /** So many messages were put at least. */
    private long knownPuts;

    TakeSide(SharedCell part, Leftovers leftovers, Segments segments, PutSide putSide, Tally tally) {
        this.part = part;
        this.lock = new LockWord(part);
        this.leftovers = leftovers;
        this.segments = segments;
        this.putSide = putSide;
        this.tally = tally;
    }

    LockWord lock() {
        return lock;
    }

    /** Of a new stream. */
    void begin(Segment first) {
        part.setLongRelease(StreamLayout.takeSlot(0) + SEGMENT, first.reference());
    }

    /** How often the place has moved. */
    long turns() {
        return part.getLong(TURNS);
    }

    /** Where it is, for whom has no lock: a moment old. */
    void read(TakePlace place) {
        while (true) {
            long turns = turns();
            int slot = StreamLayout.takeSlot(turns);
            long segment = part.getLong(slot + SEGMENT);
            long position = part.getLong(slot + POSITION);
            long bytes = part.getLong(slot + BYTES);
            long takes = StreamLayout.takes(part.getLong(slot + TAKES));
            if (turns == turns()) {
                place.set(segment, position, bytes, takes);
                return;
            }
        }
    }

    /** How many messages were taken or passed over, for whom has no lock: a moment old. */
    long takes() {
        while (true) {
            long turns = turns();
            long takes = StreamLayout.takes(part.getLong(StreamLayout.takeSlot(turns) + TAKES));
            if (turns == turns()) {
                return takes;
            }
        }
    }

    /** How many bytes were taken in all, the heads of messages included, for whom has no lock: a moment old. */
    long bytes() {
        while (true) {
            long turns = turns();
            long bytes = part.getLong(StreamLayout.takeSlot(turns) + BYTES);
            if (turns == turns()) {
                return bytes;
            }
        }
    }

    /** How many that nobody is to take are still ahead. */
    long removed() {
        return leftovers.removed();
    }

    /** A cursor at the place. */
    Cursor cursor() {
        int slot = StreamLayout.takeSlot(turns());
        return new Cursor(
                part.getLong(slot + SEGMENT),
                part.getLong(slot + POSITION),
                part.getLong(slot + BYTES),
                StreamLayout.takes(part.getLong(slot + TAKES)));
    }

    /** Whether there is a message at the cursor, or one that was removed; goes to it. */
    boolean find(Cursor cursor) throws IOException {
        if (cursor.takes >= knownPuts) {
            knownPuts = putSide.puts();
            if (cursor.takes >= knownPuts) {
                return false;
            }
        }
        while (true) {
            Segment segment = segments.at(cursor.segment);
            int type = segment.type(cursor.position);
            if (type == SegmentLayout.TO_START) {
                cursor.position = segment.wrapped(cursor.position);
            } else if (type == SegmentLayout.TO_NEXT) {
                cursor.enter(segments.at(segment.next()));
            } else {
                return true;
            }
        }
    }

    Segment segment(Cursor cursor) throws IOException {
        return segments.at(cursor.segment);
    }

    /** As {@link #find}, past those that were removed, for whom is about to take. */
    boolean findPresent(Cursor cursor) throws IOException {
        long passed = 0;
        boolean any = find(cursor);
        while (any && segments.at(cursor.segment).isRemoved(cursor.position)) {
            pass(cursor);
            passed++;
            any = find(cursor);
        }
        if (passed > 0) {
            commit(cursor, 0, NO_CARGO);
            leftovers.setRemoved(leftovers.removed() - passed);
        }
        return any;
    }

    /** Goes behind the message that was found. */
    void pass(Cursor cursor) throws IOException {
        Segment segment = segments.at(cursor.segment);
        long bytes = segment.recordBytes(cursor.position);
        cursor.bytes += bytes + segment.awayBytes(cursor.position);
        cursor.position += bytes;
        cursor.takes++;
    }

    /** The place is where the cursor is, behind what was taken; gives back what lies before. */
    private void commit(Cursor cursor, int taker, long[] cargo) throws IOException {
        long turns = turns();
        int slot = StreamLayout.takeSlot(turns);
        long before = part.getLong(slot + SEGMENT);
        boolean left = before != cursor.segment;
        if (left) {
            leftovers.drain(before);
        }
        int next = StreamLayout.takeSlot(turns + 1);
        part.setLongRelease(next + SEGMENT, cursor.segment);
        part.setLongRelease(next + POSITION, cursor.position);
        part.setLongRelease(next + BYTES, cursor.bytes);
        part.setLongRelease(next + TAKES, StreamLayout.takesWord(cursor.takes, taker));
        part.setLong(TURNS, turns + 1);
        Step.TAKE_DONE.reached();
        tally.count(taker, turns + 1);
        if (cargo.length > 0) {
            leftovers.dropCargo(cargo);
        }
        if (left) {
            recycle(before, part.getLong(slot + POSITION));
            leftovers.freeDrained(cursor.segment);
        }
    }

    /** Offers the put side a segment that it would have to make otherwise. */
    private void recycle(long drained, long position) throws IOException {
        Segment segment = segments.at(drained);
        long next = segment.next();
        if (!segment.isSpent() && segment.bits() >= SegmentLayout.bitsOf(next) && putSide.hasNoSpare()) {
            segment.renew(position);
            leftovers.drain(next);
            putSide.offerSpare(drained);
        }
    }

    /**
     * Takes the message that was found, and drops its uses.
     *
     * @param cargo the handles in it, which this process uses by now
     */
    void take(Cursor cursor, long[] cargo) throws IOException {
        Segment segment = segments.at(cursor.segment);
        boolean away = segment.type(cursor.position) == SegmentLayout.AWAY;
        if (away) {
            leftovers.noteAway(segment.awayOffset(cursor.position), segment.length(cursor.position));
        }
        if (cargo.length > 0) {
            leftovers.noteCargo(cargo, turns() + 1);
        }
        Step.TAKE_COPIED.reached();
        pass(cursor);
        commit(cursor, tally.self(), cargo);
        if (away) {
            leftovers.freeAway();
        }
    }

    /** Marks a message that was found, so that nobody takes it. */
    void remove(Cursor cursor) throws IOException {
        Segment segment = segments.at(cursor.segment);
        tally.removing(cursor.takes);
        segment.remove(cursor.position);
        Step.TAKE_REMOVED.reached();
        leftovers.setRemoved(leftovers.removed() + 1);
        tally.removed(cursor.takes);
        if (segment.type(cursor.position) == SegmentLayout.AWAY) {
            leftovers.noteAway(segment.awayOffset(cursor.position), segment.length(cursor.position));
            leftovers.freeAway();
        }
    }

    /** Copies the payload of the message at the cursor, wherever it is. */
    byte[] copy(Cursor cursor) throws IOException {
        Segment segment = segments.at(cursor.segment);
        if (segment.type(cursor.position) != SegmentLayout.AWAY) {
            return segment.copy(cursor.position);
        }
        int length = segment.length(cursor.position);
        try (Arena arena = Arena.ofConfined()) {
            Region region = segments.heap().attach(segment.awayOffset(cursor.position), length, arena);
            byte[] bytes = new byte[length];
            region.memory().get(0, bytes, 0, length);
            return bytes;
        }
    }

    /** After a death: what was drained is freed, what was removed is counted. */
    void repair() throws IOException {
        leftovers.repairCargo(turns());
        tally.repair();
        tally.count(StreamLayout.taker(part.getLong(StreamLayout.takeSlot(turns()) + TAKES)), turns());
        Cursor cursor = cursor();
        long committed = cursor.segment;
        boolean any = find(cursor);
        leftovers.repair(cursor, committed, any ? segments.at(cursor.segment) : null);
        long removed = 0;
        for (; find(cursor); pass(cursor)) {
            if (segments.at(cursor.segment).isRemoved(cursor.position)) {
                removed++;
                tally.removed(cursor.takes);
            }
        }
        leftovers.setRemoved(removed);
    }
}
