package offspring.pool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import offspring.region.FamilyHeap;
import offspring.region.Region;
import offspring.region.SharedBytes;
import offspring.ring.Doorbell;
import offspring.ring.RingBuffer;
import offspring.ring.RingReader;
import offspring.ring.RingWriter;
import offspring.worker.Probe;
import offspring.worker.TaskRecordLayout;
import offspring.worker.Ticket;
import offspring.worker.WorkerControlLayout;
import offspring.worker.WorkerMain;

/** The parent's end of a worker's region: a ring to it, a ring from it, tickets, its doorbell. */
final class SharedMemoryPort implements WorkerPort {

    private static final byte[] NOTHING = {};
    private static final System.Logger LOG = System.getLogger("offspring.pool");

    /** How many bytes of tasks may wait in a worker's ring. */
    static final int TASK_RING_CAPACITY = 1 << 18;
    /** How many bytes of outcomes may wait in a worker's ring. */
    static final int OUTCOME_RING_CAPACITY = 1 << 18;

    /** A region that an assignment was sent in; the worker frees it when it has read it. */
    private record Freight(int assignment, long offset, long bytes) {}

    private final FamilyHeap heap;
    private final Region region;
    private final SharedBytes control;
    private final RingWriter tasks;
    private final RingReader outcomes;
    private final Doorbell bell;
    private final OutcomeRuns runs;
    private final byte[] head = new byte[TaskRecordLayout.CHUNK_BYTES];
    private final Deque<Freight> freights = new ArrayDeque<>();

    SharedMemoryPort(FamilyHeap heap) throws IOException {
        this.heap = heap;
        region = heap.allocate(WorkerMain.regionBytes(TASK_RING_CAPACITY, OUTCOME_RING_CAPACITY));
        control = region.memory();
        WorkerControlLayout.stamp(control);
        int taskRingBytes = RingBuffer.bytesFor(TASK_RING_CAPACITY);
        tasks = RingBuffer.create(WorkerControlLayout.taskRing(control, taskRingBytes)).writer();
        outcomes = RingBuffer.create(WorkerControlLayout.outcomeRing(control, taskRingBytes)).reader();
        bell = WorkerControlLayout.bell(control);
        bell.announce();
        runs = new OutcomeRuns(outcomes, heap);
    }

    long regionOffset() {
        return region.offset();
    }

    // --- to the worker ------------------------------------------------------------------------------

    @Override
    public boolean send(Assignment assignment, boolean withFunction) {
        Chunk chunk = assignment.chunk();
        byte[] function = chunk.call().payload();
        int functionLength = withFunction ? function.length : 0;
        int from = chunk.offsetOf(assignment.from());
        int bodyLength = chunk.offsetOf(assignment.limit()) - from;
        boolean away =
                TaskRecordLayout.CHUNK_BYTES + functionLength + bodyLength > tasks.maxRecordBytes();
        WorkerControlLayout.setTicket(
                control, assignment.number(), Ticket.of(assignment.number(), assignment.from(), assignment.limit()));
        TaskRecordLayout.writeChunk(
                head, assignment.number(), chunk.call().kind(), chunk.call().id(), functionLength, bodyLength);
        boolean sent = away
                ? sendAway(assignment, function, functionLength, from, bodyLength)
                : write(TaskRecordLayout.CHUNK, headWith(function, functionLength), chunk.body(), from, bodyLength);
        if (sent) {
            Probe.step("ring.Doorbell: rung");
            bell.ring();
        }
        return sent;
    }

    /** The head of a chunk record, with the function if the worker does not have it. */
    private byte[] headWith(byte[] function, int functionLength) {
        if (functionLength == 0) {
            return head;
        }
        byte[] longer = Arrays.copyOf(head, TaskRecordLayout.CHUNK_BYTES + functionLength);
        System.arraycopy(function, 0, longer, TaskRecordLayout.CHUNK_BYTES, functionLength);
        return longer;
    }

    private boolean write(int type, byte[] start, byte[] body, int from, int bodyLength) {
        return tasks.tryWrite(type, start, 0, start.length, body, from, bodyLength) != RingWriter.FULL;
    }

    private boolean sendAway(Assignment assignment, byte[] function, int functionLength, int from, int bodyLength) {
        byte[] body = assignment.chunk().body();
        try (Arena arena = Arena.ofConfined()) {
            Region freight = heap.allocate(functionLength + bodyLength, arena);
            SharedBytes memory = freight.memory();
            memory.put(0, function, 0, functionLength);
            memory.put(functionLength, body, from, bodyLength);
            byte[] longer = Arrays.copyOf(head, TaskRecordLayout.AWAY_BYTES);
            TaskRecordLayout.writeAway(longer, freight.offset());
            if (write(TaskRecordLayout.CHUNK, longer, NOTHING, 0, 0)) {
                freights.add(new Freight(assignment.number(), freight.offset(), freight.bytes()));
                return true;
            }
            heap.free(freight);
            return false;
        } catch (IOException full) {
            throw new UncheckedIOException("cannot send a task: no shared memory for it", full);
        }
    }

    @Override
    public boolean forget(long functionId) {
        byte[] record = new byte[TaskRecordLayout.FORGET_BYTES];
        TaskRecordLayout.writeForget(record, functionId);
        return write(TaskRecordLayout.FORGET, record, NOTHING, 0, 0); // no reason to wake the worker
    }

    @Override
    public boolean stop() {
        if (!write(TaskRecordLayout.STOP, NOTHING, NOTHING, 0, 0)) {
            return false;
        }
        bell.ring();
        return true;
    }

    @Override
    public long ticket(Assignment assignment) {
        return WorkerControlLayout.ticket(control, assignment.number());
    }

    @Override
    public boolean replaceTicket(Assignment assignment, long expected, long word) {
        return WorkerControlLayout.replaceTicket(control, assignment.number(), expected, word);
    }

    // --- from the worker ----------------------------------------------------------------------------

    @Override
    public boolean hasOutcomes() {
        return outcomes.hasNext();
    }

    @Override
    public int read(OutcomeReader reader, int limit) {
        return runs.read(reader, limit, this::ended);
    }

    private void ended(int assignment) {
        Freight first = freights.peekFirst();
        if (first != null && first.assignment == assignment) {
            freights.removeFirst();
        }
    }

    /** Frees what the worker has not read. */
    private void free(Freight freight) {
        try (Arena arena = Arena.ofConfined()) {
            heap.free(heap.attach(freight.offset, freight.bytes, arena));
        } catch (IOException freedByWorker) {
            LOG.log(System.Logger.Level.TRACE, "the worker had read it", freedByWorker);
        }
    }

    static void free(Region region) {
        try {
            FamilyHeap.current().free(region);
        } catch (IOException notPunched) {
            throw new UncheckedIOException("cannot give memory back", notPunched);
        }
    }

    // --- the end ------------------------------------------------------------------------------------

    @Override
    public void abandon() {
        WorkerControlLayout.abandon(control);
    }

    @Override
    public void close() {
        freights.forEach(this::free);
        freights.clear();
        free(region);
    }
}
