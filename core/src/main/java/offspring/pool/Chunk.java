package offspring.pool;

import java.util.List;
import offspring.wire.Shipment;
import offspring.worker.TaskRecordLayout;
import offspring.worker.Words;

/** Tasks shipped together: one function, and the encoded arguments of each of its calls. */
final class Chunk {

    private final Call call;
    private final ChunkSink sink;
    private final long firstTask;
    private final int count;
    private final byte[] body;
    /** Shared objects in the body, which live until the outcomes are here. */
    private final List<Object> cargo;
    /** Of those that can be closed: until then they are not. */
    private final List<AutoCloseable> holds;

    private int outstanding;
    private long order;

    /**
     * A chunk.
     *
     * @param call what to call
     * @param sink who waits for the outcomes
     * @param firstTask the number of the first item among the sink's tasks
     * @param count how many items
     * @param body the items as TaskRecordLayout wants them
     * @param cargo the shared objects in them
     * @param holds what is closed when all outcomes are here
     */
    Chunk(
            Call call,
            ChunkSink sink,
            long firstTask,
            int count,
            byte[] body,
            List<Object> cargo,
            List<AutoCloseable> holds) {
        this.call = call;
        this.sink = sink;
        this.firstTask = firstTask;
        this.count = count;
        this.body = body;
        this.cargo = cargo;
        this.holds = holds;
        this.outstanding = count;
    }

    Call call() {
        return call;
    }

    /** Its place among all chunks of the pool. */
    long order() {
        return order;
    }

    void order(long place) {
        order = place;
    }

    ChunkSink sink() {
        return sink;
    }

    /** The number of an item among the sink's tasks. */
    long taskOf(int item) {
        return firstTask + item;
    }

    int count() {
        return count;
    }

    byte[] body() {
        return body;
    }

    /** So many of its items have an outcome, or will have none. */
    void settled(int items) {
        outstanding -= items;
        if (outstanding == 0) {
            Shipment.letGo(holds);
            call.settled();
        }
    }

    /** Where in the body an item begins; the end of the body for the item after the last. */
    int offsetOf(int item) {
        if (item == count) {
            return body.length;
        }
        int offset = 0;
        for (int i = 0; i < item; i++) {
            offset += TaskRecordLayout.ITEM_HEADER_BYTES + Words.intAt(body, offset);
        }
        return offset;
    }
}
