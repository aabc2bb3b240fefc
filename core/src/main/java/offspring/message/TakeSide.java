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
            long gone = gone(slot, turns);
            if (turns == turns()) {
                place.set(segment, position, bytes, gone);
                return;
            }
        }
    }

    /** How many messages lie before the place, for whom has no lock: a moment old. */
    long takes() {
        while (true) {
            long turns = turns();
            long takes = StreamLayout.takes(part.getLong(StreamLayout.takeSlot(turns) + TAKES));
            if (turns == turns()) {
                return takes;
            }
        }
    }

    /** How many messages nobody will take any more, for whom has no lock: a moment old. */
    long gone() {
        while (true) {
            long turns = turns();
            long gone = gone(StreamLayout.takeSlot(turns), turns);
            if (turns == turns()) {
                return gone;
            }
        }
    }

    private long gone(int slot, long turns) {
        return StreamLayout.takes(part.getLong(slot + TAKES)) + part.getInt(StreamLayout.removed(turns));
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

    /** A cursor at the place. */
    Cursor cursor() {
        long turns = turns();
        int slot = StreamLayout.takeSlot(turns);
        return new Cursor(
                part.getLong(slot + SEGMENT),
                part.getLong(slot + POSITION),
                part.getLong(slot + BYTES),
                StreamLayout.takes(part.getLong(slot + TAKES)),
                part.getInt(StreamLayout.removed(turns)));
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

    /** Leaves removed messages behind that nobody else stands before, so that their memory is used again. */
    void passRemoved() throws IOException {
        Cursor cursor = cursor();
        long before = cursor.takes;
        if (findPresent(cursor) && cursor.takes > before) {
            commit(cursor, 0, Step.TAKE_DONE);
        }
    }

    /** As {@link #find}, past those that were removed, for whom is about to take. If they were all, they are left behind. */
    boolean findPresent(Cursor cursor) throws IOException {
        long before = cursor.takes;
        boolean any = find(cursor);
        while (any && segments.at(cursor.segment).isRemoved(cursor.position)) {
            pass(cursor);
            cursor.removed--;
            any = find(cursor);
        }
        if (!any && cursor.takes > before) {
            commit(cursor, 0, Step.TAKE_DONE);
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

    /** The place is where the cursor is; gives back the segments that lie before. */
    private void commit(Cursor cursor, int taker, Step step) throws IOException {
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
        part.setInt(StreamLayout.removed(turns + 1), cursor.removed);
        part.setLong(TURNS, turns + 1);
        step.reached();
        tally.count(taker, turns + 1);
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
     * Takes the message that was found, and drops its uses. Who decodes it has uses of his own by now.
     *
     * <p>One that has something to give back is first gone and then passed: until all is given back its record is needed, which
     * the put side writes over once it lies before the place.
     */
    void take(Cursor cursor) throws IOException {
        Segment segment = segments.at(cursor.segment);
        Step.TAKE_COPIED.reached();
        int taker = tally.self();
        if (!segment.isPlain(cursor.position)) {
            leftovers.note(turns() + 1, cursor.takes, segment.handleCount(cursor.position), false);
            cursor.removed++;
            commit(cursor, taker, Step.TAKE_DONE);
            leftovers.giveBack(segment, cursor.position);
            cursor.removed--;
            taker = 0;
        }
        pass(cursor);
        commit(cursor, taker, Step.TAKE_DONE);
    }

    /** Has nobody take a message that was found, wherever it is, and gives back what is in it. */
    void remove(Cursor cursor) throws IOException {
        Segment segment = segments.at(cursor.segment);
        leftovers.note(turns() + 1, cursor.takes, segment.handleCount(cursor.position), true);
        tally.removing(cursor.takes);
        Cursor place = cursor();
        place.removed++;
        commit(place, 0, Step.TAKE_REMOVED);
        tally.removed(cursor.takes);
        leftovers.giveBack(segment, cursor.position);
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

    /** After a death: what was left is given back. */
    void repair() throws IOException {
        tally.repair();
        tally.count(StreamLayout.taker(part.getLong(StreamLayout.takeSlot(turns()) + TAKES)), turns());
        Cursor cursor = cursor();
        leftovers.repairDrained(cursor.segment);
        if (leftovers.isDue(turns())) {
            if (leftovers.isRemoved()) {
                tally.removed(leftovers.number());
            }
            giveBack(cursor, leftovers.number());
        }
        leftovers.forget();
    }

    private void giveBack(Cursor cursor, long number) throws IOException {
        boolean any = find(cursor);
        while (any && cursor.takes < number) {
            pass(cursor);
            any = find(cursor);
        }
        if (any && cursor.takes == number) {
            leftovers.giveBack(segments.at(cursor.segment), cursor.position);
        }
    }
}
