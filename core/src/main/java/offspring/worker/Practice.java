package offspring.worker;

import java.lang.foreign.Arena;
import offspring.Action;
import offspring.Func;
import offspring.Task;
import offspring.region.SharedBytes;
import offspring.ring.Doorbell;
import offspring.ring.RingBuffer;
import offspring.ring.RingReader;
import offspring.ring.RingWriter;
import offspring.wire.Payload;

/**
 * A worker's life in small, on memory of its own: what a JVM has done once, it does faster the second time, and an AOT
 * cache remembers it for the next JVM.
 */
@SuppressWarnings("serial")
public final class Practice implements Action {

    private static final int RING_CAPACITY = 1 << 16;
    private static final byte[] NOTHING = {};

    @Override
    public void execute() throws Exception {
        SharedBytes control = memory(WorkerMain.regionBytes(RING_CAPACITY, RING_CAPACITY));
        int taskRingBytes = RingBuffer.bytesFor(RING_CAPACITY);
        WorkerControlLayout.stamp(control);
        RingWriter tasks = RingBuffer.create(WorkerControlLayout.taskRing(control, taskRingBytes)).writer();
        RingReader outcomes = RingBuffer.create(WorkerControlLayout.outcomeRing(control, taskRingBytes)).reader();
        Task<String> task = () -> "done";
        Func<Integer, Integer> next = number -> number + 1;
        write(tasks, control, 1, CallKind.CALL, task, NOTHING);
        write(tasks, control, 2, CallKind.APPLY, next, Payload.encode(1));
        requireWritten(tasks.tryWrite(TaskRecordLayout.STOP, NOTHING));
        Action ships = new WorkerMain("practice", 0, RING_CAPACITY, RING_CAPACITY, 0, null).action();
        Payload.decode(Payload.encode(ships));
        new WorkerMain("practice", 0, RING_CAPACITY, RING_CAPACITY, 0, null)
                .run(control, new Doorbell(memory(Doorbell.BYTES)));
        while (outcomes.next()) {
            outcomes.release();
        }
    }

    private static SharedBytes memory(long bytes) {
        return SharedBytes.of(Arena.ofAuto().allocate(bytes, 128));
    }

    private static void write(
            RingWriter tasks, SharedBytes control, int assignment, CallKind kind, Object function, byte[] argument) {
        byte[] code = Payload.encode(function);
        int item = argument.length == 0 ? 0 : TaskRecordLayout.ITEM_HEADER_BYTES;
        byte[] record = new byte[TaskRecordLayout.CHUNK_BYTES + code.length];
        TaskRecordLayout.writeChunk(record, assignment, kind, 0, code.length, item + argument.length);
        System.arraycopy(code, 0, record, TaskRecordLayout.CHUNK_BYTES, code.length);
        byte[] body = new byte[item + argument.length];
        if (item > 0) {
            Words.putInt(body, 0, argument.length);
            System.arraycopy(argument, 0, body, item, argument.length);
        }
        WorkerControlLayout.setTicket(control, assignment, Ticket.of(assignment, 0, 1));
        requireWritten(tasks.tryWrite(TaskRecordLayout.CHUNK, record, 0, record.length, body, 0, body.length));
    }

    /** A worker that was not told to stop would wait for ever. */
    private static void requireWritten(long position) {
        if (position == RingWriter.FULL) {
            throw new IllegalStateException("cannot practise: the ring is too small; bytes=" + RING_CAPACITY);
        }
    }
}
