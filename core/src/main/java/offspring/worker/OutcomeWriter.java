package offspring.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.util.concurrent.locks.LockSupport;
import offspring.region.FamilyHeap;
import offspring.region.Region;
import offspring.ring.Doorbell;
import offspring.ring.RingWriter;

/** Publishes outcomes in the worker's outcome ring, and wakes the parent if it sleeps. */
final class OutcomeWriter {

    private static final int SPINS = 100;
    private static final long PARK_NANOS = 50_000;
    private static final byte[] NOTHING = {};

    private final RingWriter ring;
    private final Doorbell parent;
    private final byte[] head = new byte[OutcomeRecordLayout.AWAY_BYTES];

    OutcomeWriter(RingWriter ring, Doorbell parent) {
        this.ring = ring;
        this.parent = parent;
    }

    void ready() {
        write(OutcomeRecordLayout.READY, 0, NOTHING);
    }

    void initializerFailed(byte[] failure) {
        boolean fits = failure.length <= ring.maxRecordBytes();
        write(OutcomeRecordLayout.INITIALIZER_FAILED, 0, fits ? failure : NOTHING);
    }

    void chunkEnd(int assignment, int begun) {
        OutcomeRecordLayout.writeItem(head, assignment, begun);
        write(OutcomeRecordLayout.CHUNK_END, OutcomeRecordLayout.ITEM_BYTES, NOTHING);
    }

    void item(int assignment, int item, byte[] payload, int flags) {
        OutcomeRecordLayout.writeItem(head, assignment, item);
        if (OutcomeRecordLayout.ITEM_BYTES + payload.length <= ring.maxRecordBytes()) {
            write(OutcomeRecordLayout.ITEM | flags, OutcomeRecordLayout.ITEM_BYTES, payload);
        } else {
            OutcomeRecordLayout.writeAway(head, regionWith(payload), payload.length);
            int type = OutcomeRecordLayout.ITEM | OutcomeRecordLayout.AWAY | flags;
            write(type, OutcomeRecordLayout.AWAY_BYTES, NOTHING);
        }
    }

    private static long regionWith(byte[] payload) {
        try (Arena arena = Arena.ofConfined()) {
            Region region = FamilyHeap.current().allocate(payload.length, arena);
            region.memory().put(0, payload, 0, payload.length);
            return region.offset();
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    /** Writes a record as soon as there is room: the parent empties the ring all the time, so waiting is short. */
    private void write(int type, int headBytes, byte[] payload) {
        int tries = 0;
        while (ring.tryWrite(type, head, 0, headBytes, payload, 0, payload.length) == RingWriter.FULL) {
            if (++tries < SPINS) {
                Thread.onSpinWait();
            } else {
                parent.ring();
                Thread.interrupted(); // whatever the task left behind, or no park would ever last
                LockSupport.parkNanos(this, PARK_NANOS);
            }
        }
        parent.ring();
    }
}
