package offspring.pool;

import java.util.Arrays;
import java.util.List;
import offspring.wire.PayloadWriter;
import offspring.wire.Shipment;
import offspring.worker.Probe;
import offspring.worker.TaskRecordLayout;
import offspring.worker.Ticket;
import offspring.worker.Words;

/** Collects encoded items until they make a chunk. Used by the thread that submits. */
final class Chunker {

    /** A chunk whose size was not asked for is not longer than this, unless a single item is. */
    private static final int MAX_DEFAULT_BYTES = 1 << 15;

    /** Whatever size was asked for: a body is an array. */
    private static final int MAX_BYTES = 1 << 29;

    private static final int MAX_DEFAULT_ITEMS = 4096;
    private static final int CHUNKS_PER_WORKER = 4;

    private static final byte[] NOTHING = {};

    private final Call call;
    private final ChunkSink sink;
    private final int maxItems;
    private final int maxBytes;

    private final PayloadWriter body = new PayloadWriter(true);
    private int count;
    private long firstTask;

    private Chunker(Call call, ChunkSink sink, int maxItems, int maxBytes) {
        this.call = call;
        this.sink = sink;
        this.maxItems = maxItems;
        this.maxBytes = maxBytes;
    }

    /** Chunks of a size that was asked for. */
    static Chunker ofSize(Call call, ChunkSink sink, int chunkSize) {
        return new Chunker(call, sink, Math.min(chunkSize, Ticket.MAX_ITEMS - 1), MAX_BYTES);
    }

    /** Chunks such that each worker gets a few of them. */
    static Chunker forCount(Call call, ChunkSink sink, int items, int workers) {
        int even = Math.ceilDiv(items, CHUNKS_PER_WORKER * workers);
        return new Chunker(call, sink, Math.clamp(even, 1, MAX_DEFAULT_ITEMS), MAX_DEFAULT_BYTES);
    }

    /** A chunk of one call with an argument. */
    static Chunk single(Call call, ChunkSink sink, Object argument) {
        Shipment shipment = Shipment.once(argument);
        byte[] payload = shipment.payload();
        byte[] body = new byte[TaskRecordLayout.ITEM_HEADER_BYTES + payload.length];
        Words.putInt(body, 0, payload.length);
        System.arraycopy(payload, 0, body, TaskRecordLayout.ITEM_HEADER_BYTES, payload.length);
        return new Chunk(call, sink, 0, 1, body, shipment.cargo(), shipment.holds());
    }

    /** A chunk of one call without arguments. */
    static Chunk single(Call call, ChunkSink sink) {
        return new Chunk(call, sink, 0, 1, NOTHING, List.of(), List.of());
    }

    /** Encodes an item; if it cannot travel the chunk is as before. */
    void add(Object item) {
        int start = body.skip(TaskRecordLayout.ITEM_HEADER_BYTES);
        try {
            body.append(item);
        } catch (RuntimeException | Error cannotTravel) {
            body.rewind(start);
            throw cannotTravel;
        }
        Words.putInt(body.array(), start, body.size() - start - TaskRecordLayout.ITEM_HEADER_BYTES);
        count++;
    }

    boolean isFull() {
        return count >= maxItems || body.size() >= maxBytes;
    }

    boolean isEmpty() {
        return count == 0;
    }

    int count() {
        return count;
    }

    /** The number of the task that would be added next. */
    long nextTask() {
        return firstTask + count;
    }

    /** Leaves out one task number. */
    void skipTask() {
        firstTask++;
    }

    /** The chunk collected; the next one begins. */
    Chunk take() {
        Probe.step("pool.Chunker: chunk");
        byte[] items = Arrays.copyOf(body.array(), body.size());
        Chunk chunk = new Chunk(
                call, sink, firstTask, count, items, List.copyOf(body.cargo()), List.copyOf(body.holds()));
        firstTask += count;
        body.clear();
        count = 0;
        return chunk;
    }
}
