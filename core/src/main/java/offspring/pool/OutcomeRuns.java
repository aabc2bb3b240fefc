package offspring.pool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import offspring.pool.WorkerPort.OutcomeReader;
import offspring.region.FamilyHeap;
import offspring.region.Hold;
import offspring.region.Region;
import offspring.ring.RingReader;
import offspring.wire.Shipment;
import offspring.worker.OutcomeRecordLayout;
import offspring.worker.Probe;

/** Reads a worker's outcome ring: outcomes of consecutive items are passed on in one piece. */
final class OutcomeRuns {

    /** So much is passed on at the latest, so that no buffer grows with the chunk. */
    private static final int RUN_BYTES = 1 << 16;

    private final RingReader ring;
    private final FamilyHeap heap;

    private OutcomeReader reader;
    private IntConsumer ended;

    // the run of items that is being collected
    private byte[] run = new byte[1024];
    private int length;
    private int count;
    private int assignment;
    private int firstItem;
    private List<Hold> cargo = List.of();

    OutcomeRuns(RingReader ring, FamilyHeap heap) {
        this.ring = ring;
        this.heap = heap;
    }

    /** Reads at most so many records; {@code ended} is told which assignments have ended. */
    int read(OutcomeReader to, int limit, IntConsumer whenEnded) {
        reader = to;
        ended = whenEnded;
        int records = 0;
        while (records < limit && ring.next()) {
            record(ring.type());
            records++;
        }
        if (records > 0) {
            ring.release();
            flush(false);
        }
        return records;
    }

    private void record(int type) {
        if (OutcomeRecordLayout.isItem(type)) {
            item(type);
            return;
        }
        flush(false);
        if (type == OutcomeRecordLayout.READY) {
            reader.ready();
        } else if (OutcomeRecordLayout.isInitializerFailed(type)) {
            reader.initializerFailed(initializerFailure(type, ring.payload()));
        } else {
            int whose = OutcomeRecordLayout.assignment(ring.payload(), 0);
            reader.chunkEnd(whose);
            ended.accept(whose);
        }
    }

    private Shipment initializerFailure(int type, byte[] record) {
        if ((type & OutcomeRecordLayout.CARGO) == 0) {
            return new Shipment(record, List.of(), List.of());
        }
        List<AutoCloseable> holds = new ArrayList<>();
        takeOver(OutcomeRecordLayout.handles(record, 0, record.length), holds::add);
        int length = OutcomeRecordLayout.lengthWithoutCargo(record, 0, record.length);
        return new Shipment(Arrays.copyOf(record, length), List.of(), holds);
    }

    private void item(int type) {
        int bytes = ring.length();
        ensure(length + bytes);
        ring.copy(0, run, length, bytes);
        int whose = OutcomeRecordLayout.assignment(run, length);
        int item = OutcomeRecordLayout.item(run, length);
        if ((type & OutcomeRecordLayout.AWAY) != 0) {
            bytes = fetch(bytes);
        }
        if ((type & OutcomeRecordLayout.CARGO) != 0) {
            cargo = cargo.isEmpty() ? new ArrayList<>() : cargo;
            takeOver(OutcomeRecordLayout.handles(run, length, bytes), cargo::add);
            bytes = OutcomeRecordLayout.lengthWithoutCargo(run, length, bytes);
        }
        if (count == 0) {
            assignment = whose;
            firstItem = item;
        }
        OutcomeBlock.writeHead(run, length, bytes, (type & OutcomeRecordLayout.FAILED) != 0);
        length += bytes;
        count++;
        boolean last = (type & OutcomeRecordLayout.LAST) != 0;
        if (last || length >= RUN_BYTES) {
            flush(last);
        }
        if (last) {
            ended.accept(whose);
        }
    }

    private void flush(boolean last) {
        if (count > 0) {
            int collected = count;
            byte[] outcomes = Arrays.copyOf(run, length);
            count = 0;
            length = 0;
            if (run.length > 4 * RUN_BYTES) {
                run = new byte[RUN_BYTES];
            }
            List<Hold> loaded = cargo;
            cargo = List.of();
            Probe.step("pool.OutcomeRuns: outcomes read");
            reader.items(assignment, firstItem, outcomes, collected, loaded, last);
        }
    }

    /** From now on we use the shared objects in a record. One that is gone is told of by who decodes it. */
    private void takeOver(long[] handles, Consumer<Hold> to) {
        for (long handle : handles) {
            try {
                to.accept(heap.cells().takeOverAndHold(handle));
            } catch (IOException gone) {
                System.getLogger(OutcomeRuns.class.getName()).log(Level.DEBUG, "a shared object was lost", gone);
            }
        }
    }

    private void ensure(int bytes) {
        if (run.length < bytes) {
            run = Arrays.copyOf(run, Math.max(bytes, run.length * 2));
        }
    }

    /** Replaces a record that says where its payload is by one that has it; returns its length. */
    private int fetch(int recordBytes) {
        long bytes = OutcomeRecordLayout.awayLength(run, length);
        long offset = OutcomeRecordLayout.awayOffset(run, length);
        int whole = Math.toIntExact(OutcomeRecordLayout.ITEM_BYTES + bytes);
        ensure(Math.addExact(length, whole));
        try (Arena arena = Arena.ofConfined()) {
            Region region = heap.attach(offset, bytes, arena);
            int at = length + OutcomeRecordLayout.ITEM_BYTES;
            region.memory().get(0, run, at, (int) bytes);
            heap.free(region);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
        return whole;
    }
}
