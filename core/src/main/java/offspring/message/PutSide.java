package offspring.message;

import static offspring.message.StreamLayout.BYTES;
import static offspring.message.StreamLayout.FILLING;
import static offspring.message.StreamLayout.FILLING_BYTES;
import static offspring.message.StreamLayout.FILLING_PUTS;
import static offspring.message.StreamLayout.FLAGS;
import static offspring.message.StreamLayout.POSITION;
import static offspring.message.StreamLayout.PUTS;
import static offspring.message.StreamLayout.SEGMENT;
import static offspring.message.StreamLayout.SPARE;

import java.io.IOException;
import java.lang.foreign.Arena;
import offspring.lock.LockWord;
import offspring.lock.Step;
import offspring.region.Region;
import offspring.region.SharedCell;

/** Where messages go in. All but the questions is for whom has the lock. */
final class PutSide {

    private final SharedCell part;
    /** Where it is written down what a death would leave. */
    private final SharedCell notes;

    private final LockWord lock;
    private final Segments segments;

    /** What is known of the take side: at least so far it is. Asked for again only when this leaves no room. */
    private final TakePlace taken = new TakePlace();

    PutSide(SharedCell part, SharedCell notes, Segments segments) {
        this.part = part;
        this.notes = notes;
        this.lock = new LockWord(part);
        this.segments = segments;
    }

    LockWord lock() {
        return lock;
    }

    /** Of a new stream. */
    void begin(Segment first) {
        part.setLongRelease(StreamLayout.putSlot(0) + SEGMENT, first.reference());
    }

    /** How many messages were put. */
    long puts() {
        return part.getLong(PUTS);
    }

    /** How many bytes were put, for whom has no lock: a moment old. */
    long bytes() {
        while (true) {
            long puts = puts();
            long bytes = part.getLong(StreamLayout.putSlot(puts) + BYTES);
            if (puts == puts()) {
                return bytes;
            }
        }
    }

    boolean isClosed() {
        return (part.getInt(FLAGS) & StreamLayout.CLOSED) != 0;
    }

    /** Closes it; needs no lock, so that nobody can prevent it. */
    void close() {
        setFlag(StreamLayout.CLOSED, true);
    }

    /** Whether there is room under the limits, which an empty stream always has. */
    boolean hasRoom(long maxMessages, long maxBytes, TakeSide takeSide) {
        if (maxMessages == Long.MAX_VALUE && maxBytes == Long.MAX_VALUE) {
            return true;
        }
        long puts = puts();
        long bytes = part.getLong(StreamLayout.putSlot(puts) + BYTES);
        if (taken.leaves(puts, bytes, maxMessages, maxBytes)) {
            return true;
        }
        takeSide.read(taken);
        return taken.leaves(puts, bytes, maxMessages, maxBytes);
    }

    /** Puts a message, and counts it as a use of what is in it. */
    void put(Outgoing message, TakeSide takeSide) throws IOException {
        long inline = SegmentLayout.recordBytes(message.handleCount(), message.length());
        if (Segments.isAway(inline)) {
            putAway(message, takeSide);
        } else {
            putRecord(message, inline, 0, takeSide);
        }
    }

    private void putAway(Outgoing message, TakeSide takeSide) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            Region region = segments.heap().allocate(message.length(), arena);
            notes.setLong(FILLING_BYTES, message.length());
            notes.setLong(FILLING_PUTS, puts());
            notes.setLong(FILLING, region.offset());
            try {
                segments.heap().takeMemory(region);
                region.memory().put(0, message.array(), message.from(), message.length());
                long record = SegmentLayout.recordBytes(message.handleCount(), Long.BYTES);
                putRecord(message, record, region.offset(), takeSide);
            } finally {
                freeUnlessPut();
            }
        }
    }

    /** Frees the region that was being filled, if its message was not put. */
    private void freeUnlessPut() throws IOException {
        long region = notes.getLong(FILLING);
        if (region != 0 && notes.getLong(FILLING_PUTS) == puts()) {
            Leftovers.freeRegion(segments.heap(), region, notes.getLong(FILLING_BYTES));
        }
        notes.setLong(FILLING, 0);
    }

    private void putRecord(Outgoing message, long recordBytes, long away, TakeSide takeSide) throws IOException {
        long puts = puts();
        int slot = StreamLayout.putSlot(puts);
        Segment segment = segments.at(part.getLong(slot + SEGMENT));
        long position = part.getLong(slot + POSITION);
        boolean fits = !hasFlag(StreamLayout.TO_SPARE) && fits(segment, position, recordBytes, takeSide);
        Segment home = fits ? segment : following(segment, position, recordBytes);
        long from = fits ? position : home.begin();
        long to = away == 0
                ? home.write(from, recordBytes, message)
                : home.writeAway(from, recordBytes, message, away);
        Step.PUT_WRITTEN.reached();
        int next = StreamLayout.putSlot(puts + 1);
        part.setLongRelease(next + SEGMENT, home.reference());
        part.setLongRelease(next + POSITION, to);
        long bytes = recordBytes + (away == 0 ? 0 : message.length());
        part.setLongRelease(next + BYTES, part.getLong(slot + BYTES) + bytes);
        message.countUses(); // as late as can be: a death before the next store keeps the objects until the program ends
        part.setLong(PUTS, puts + 1);
        Step.PUT_DONE.reached();
        if (!fits) {
            forgetSpare();
        }
    }

    private boolean fits(Segment segment, long position, long recordBytes, TakeSide takeSide) {
        if (segment.fits(position, taken.positionIn(segment), recordBytes)) {
            return true;
        }
        takeSide.read(taken);
        return segment.fits(position, taken.positionIn(segment), recordBytes);
    }

    /** The segment that follows, of which the stream's memory says so already, but no commit. */
    private Segment following(Segment segment, long position, long recordBytes) throws IOException {
        Segment next = spare(recordBytes);
        while (next == null) {
            Segment made = Segment.create(segments.heap(), Segments.bitsAfter(segment.bits(), recordBytes));
            Step.PUT_GROWN.reached();
            if (part.compareAndSetLong(SPARE, 0, made.reference())) {
                next = made;
            } else {
                segments.heap().free(made.region()); // a taker has offered one meanwhile
                next = spare(recordBytes);
            }
        }
        segments.use(next);
        segment.writeNext(position, next.reference());
        return next;
    }

    /** The one that is there already, if it will do. */
    private Segment spare(long recordBytes) throws IOException {
        long reference = part.getLong(SPARE);
        if (reference == 0) {
            return null;
        }
        Segment spare = segments.at(reference);
        if (Segment.alwaysFits(spare.bits(), recordBytes)) {
            return spare;
        }
        part.setLong(SPARE, 0);
        segments.heap().free(spare.region());
        return null;
    }

    /** After a death: what the dead one has written is not seen, and will be written over; its spare may be in use already. */
    void repair() throws IOException {
        freeUnlessPut();
        if (part.getLong(SPARE) == part.getLong(StreamLayout.putSlot(puts()) + SEGMENT)) {
            forgetSpare();
        }
    }

    private void forgetSpare() {
        setFlag(StreamLayout.TO_SPARE, false);
        part.setLong(SPARE, 0);
    }

    /** Whether the put side would make a segment if it needed one. Any thread may ask. */
    boolean hasNoSpare() {
        return part.getLong(SPARE) == 0;
    }

    /** Offers a segment that nobody uses; any thread may. It is freed here if there is a spare already. */
    void offerSpare(long reference) throws IOException {
        if (!part.compareAndSetLong(SPARE, 0, reference)) {
            segments.free(reference);
        }
    }

    /**
     * Gives back the memory of a large segment, if the stream is empty: what is put next goes into a small one.
     *
     * @param takes how many messages were taken
     */
    void giveBack(long takes) throws IOException {
        long puts = puts();
        int slot = StreamLayout.putSlot(puts);
        long reference = part.getLong(slot + SEGMENT);
        if (puts != takes
                || SegmentLayout.bitsOf(reference) == SegmentLayout.SMALLEST_BITS
                || hasFlag(StreamLayout.TO_SPARE)
                || isClosed()) {
            return;
        }
        Segment segment = segments.at(reference);
        Segment small = Segment.create(segments.heap(), SegmentLayout.SMALLEST_BITS);
        long old = part.getAndSetLong(SPARE, small.reference());
        setFlag(StreamLayout.TO_SPARE, true);
        if (old != 0 && old != reference) {
            segments.free(old);
        }
        segment.spend(segments.heap());
    }

    /** Frees the last segment, which the take side has come to, and the spare. Nobody uses the stream any more. */
    void dispose(long last) throws IOException {
        long spare = part.getLong(SPARE);
        if (spare != 0 && spare != last) {
            segments.free(spare);
        }
        segments.free(last);
    }

    private boolean hasFlag(int flag) {
        return (part.getInt(FLAGS) & flag) != 0;
    }

    private void setFlag(int flag, boolean on) {
        int seen = part.getInt(FLAGS);
        while (!part.compareAndSetInt(FLAGS, seen, on ? seen | flag : seen & ~flag)) {
            seen = part.getInt(FLAGS);
        }
    }
}
