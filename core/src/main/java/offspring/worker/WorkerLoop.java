package offspring.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import offspring.region.FamilyHeap;
import offspring.region.Region;
import offspring.region.SharedBytes;
import offspring.ring.Doorbell;
import offspring.ring.RingReader;

/**
 * Takes chunks from the task ring and runs their items one after the other, each outcome published
 * before the next item begins.
 */
final class WorkerLoop {

    private final SharedBytes control;
    private final RingReader tasks;
    private final Doorbell bell;
    private final OutcomeWriter outcomes;
    private final Interrupts interrupts;
    private final FunctionShelf shelf = new FunctionShelf();
    private final TaskRunner runner = new TaskRunner();
    private final BooleanSupplier hasRecord;

    private boolean stopped;

    // the chunk read last
    private boolean chunkWaits;
    private int assignment;
    private CallKind kind;
    private ShippedFunction function;
    private byte[] record = {};
    private int bodyLength;
    private int position;

    WorkerLoop(
            SharedBytes control, RingReader tasks, Doorbell bell, OutcomeWriter outcomes, Interrupts interrupts) {
        this.control = control;
        this.tasks = tasks;
        this.bell = bell;
        this.outcomes = outcomes;
        this.interrupts = interrupts;
        this.hasRecord = () -> tasks.hasNext() || interrupts.abandoned();
    }

    /** Works until told to stop. */
    void run() {
        while (!stopped && !interrupts.abandoned()) {
            if (!tasks.next()) {
                awaitRecord();
                continue;
            }
            take();
            if (chunkWaits) {
                chunkWaits = false;
                runChunk();
            }
        }
    }

    private void awaitRecord() {
        try {
            bell.await(Long.MAX_VALUE, hasRecord);
        } catch (InterruptedException stray) {
            // Meant for no task, for those are awaited; perhaps for this loop, which then looks again.
            stopped |= interrupts.abandoned();
        }
    }

    // --- reading ----------------------------------------------------------------------------------

    private void take() {
        int type = tasks.type();
        read(0, tasks.length());
        tasks.release();
        if (type == TaskRecordLayout.CHUNK) {
            takeChunk();
        } else if (type == TaskRecordLayout.FORGET) {
            shelf.forget(TaskRecordLayout.forgotten(record));
        } else {
            stopped = true;
        }
    }

    /** The room is given back to the parent at once: a chunk may run for long. */
    private void read(int at, int length) {
        ensure(length);
        tasks.copy(0, record, at, length);
    }

    private void ensure(int length) {
        if (record.length < length || record.length > Math.max(1 << 16, length * 4L)) {
            record = new byte[length];
        }
    }

    private void takeChunk() {
        assignment = TaskRecordLayout.assignment(record);
        kind = TaskRecordLayout.kind(record);
        bodyLength = TaskRecordLayout.bodyLength(record);
        long id = TaskRecordLayout.functionId(record);
        int functionLength = TaskRecordLayout.functionLength(record);
        position = TaskRecordLayout.CHUNK_BYTES;
        if (TaskRecordLayout.isAway(record)) {
            fetch(TaskRecordLayout.awayOffset(record), functionLength + bodyLength);
            position = 0;
        }
        function = functionOf(id, functionLength);
        position += functionLength;
        chunkWaits = true;
    }

    private void fetch(long regionOffset, int length) {
        try (Arena arena = Arena.ofConfined()) {
            Region region = FamilyHeap.current().attach(regionOffset, length, arena);
            ensure(length);
            region.memory().get(0, record, 0, length);
            FamilyHeap.current().free(region);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private ShippedFunction functionOf(long id, int length) {
        if (length == 0) {
            return shelf.get(id);
        }
        ShippedFunction fresh = new ShippedFunction(Arrays.copyOfRange(record, position, position + length));
        if (id != 0) {
            shelf.put(id, fresh);
        }
        return fresh;
    }

    // --- running ----------------------------------------------------------------------------------

    private void runChunk() {
        Probe.step("worker.WorkerLoop: chunk read");
        interrupts.begin(assignment);
        int last = -1;
        long word = ticket();
        while (!Ticket.isUsedUp(word)) {
            int item = Ticket.begun(word);
            if (replace(word, Ticket.withNextBegun(word))) {
                runItem();
                word = ticket();
                if (Ticket.isUsedUp(word)) {
                    last = item;
                    end(word);
                    outcomes.item(assignment, item, runner.outcome(), flags() | OutcomeRecordLayout.LAST);
                } else {
                    outcomes.item(assignment, item, runner.outcome(), flags());
                }
            }
            word = ticket();
        }
        if (last < 0) {
            end(word);
            outcomes.chunkEnd(assignment, Ticket.begun(word));
        }
    }

    private void runItem() {
        int length = 0;
        int offset = position;
        if (bodyLength > 0) {
            length = Words.intAt(record, position);
            offset += TaskRecordLayout.ITEM_HEADER_BYTES;
        }
        position = offset + length;
        runner.run(kind, function, record, offset, length);
    }

    private int flags() {
        return runner.failed() ? OutcomeRecordLayout.FAILED : 0;
    }

    /** Marks the assignment as ended; an interrupt under way for it arrives before this returns. */
    private void end(long word) {
        while (!replace(word, Ticket.withEnded(word))) {
            word = ticket();
        }
        if (Ticket.isInterrupted(word)) {
            interrupts.awaitDelivery(assignment);
        }
        interrupts.end();
    }

    private long ticket() {
        return WorkerControlLayout.ticket(control, assignment);
    }

    private boolean replace(long expected, long word) {
        return WorkerControlLayout.replaceTicket(control, assignment, expected, word);
    }
}
