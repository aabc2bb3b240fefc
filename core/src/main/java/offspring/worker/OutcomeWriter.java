package offspring.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import offspring.region.FamilyHeap;
import offspring.region.Region;
import offspring.region.SharedCell;
import offspring.ring.Doorbell;
import offspring.ring.RingWriter;
import offspring.wire.PayloadWriter;
import offspring.wire.Shipment;

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
        write(OutcomeRecordLayout.READY, NOTHING, 0);
    }

    void initializerFailed(Shipment failure) {
        int handles = failure.cargo().size();
        if (failure.payload().length + OutcomeRecordLayout.cargoBytes(handles) > ring.maxRecordBytes()) {
            write(OutcomeRecordLayout.INITIALIZER_FAILED, NOTHING, 0);
            return;
        }
        PayloadWriter record = new PayloadWriter();
        record.append(failure);
        int flags = handles == 0 ? 0 : appendCargo(record);
        write(OutcomeRecordLayout.INITIALIZER_FAILED | flags, record.array(), record.size());
    }

    void chunkEnd(int assignment, int begun) {
        OutcomeRecordLayout.writeItem(head, assignment, begun);
        write(OutcomeRecordLayout.CHUNK_END, head, OutcomeRecordLayout.ITEM_BYTES);
    }

    /** Publishes an item's outcome, which stands behind room for the record's head. */
    void item(int assignment, int item, PayloadWriter outcome, int itemFlags) {
        int flags = outcome.cargo().isEmpty() ? itemFlags : itemFlags | appendCargo(outcome);
        byte[] record = outcome.array();
        OutcomeRecordLayout.writeItem(record, assignment, item);
        if (outcome.size() <= ring.maxRecordBytes()) {
            write(OutcomeRecordLayout.ITEM | flags, record, outcome.size());
        } else {
            OutcomeRecordLayout.writeItem(head, assignment, item);
            int bytes = outcome.size() - OutcomeRecordLayout.ITEM_BYTES;
            OutcomeRecordLayout.writeAway(head, regionWith(record, OutcomeRecordLayout.ITEM_BYTES, bytes), bytes);
            int type = OutcomeRecordLayout.ITEM | OutcomeRecordLayout.AWAY | flags;
            write(type, head, OutcomeRecordLayout.AWAY_BYTES);
        }
        Shipment.letGo(outcome.holds()); // the record counts itself
    }

    /** Counts the record as a use of the shared objects in it, and says so at its end. */
    private static int appendCargo(PayloadWriter outcome) {
        List<Object> cargo = outcome.cargo();
        int at = outcome.skip(OutcomeRecordLayout.cargoBytes(cargo.size()));
        for (int i = 0; i < cargo.size(); i++) {
            SharedCell cell = (SharedCell) cargo.get(i);
            cell.countUse();
            OutcomeRecordLayout.writeHandle(outcome.array(), at, i, cell.handle());
        }
        OutcomeRecordLayout.writeHandleCount(outcome.array(), at, cargo.size());
        return OutcomeRecordLayout.CARGO;
    }

    private static long regionWith(byte[] bytes, int from, int length) {
        try (Arena arena = Arena.ofConfined()) {
            Region region = FamilyHeap.current().allocate(length, arena);
            region.memory().put(0, bytes, from, length);
            return region.offset();
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    /** Writes a record as soon as there is room: the parent empties the ring all the time, so waiting is short. */
    private void write(int type, byte[] record, int length) {
        int tries = 0;
        while (ring.tryWrite(type, record, 0, length, NOTHING, 0, 0) == RingWriter.FULL) {
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
