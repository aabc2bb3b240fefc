package offspring.pool;

import java.lang.ref.Reference;
import java.util.List;
import offspring.region.Hold;
import offspring.wire.Failure;
import offspring.wire.Payload;
import offspring.wire.UndecodableException;
import offspring.worker.OutcomeRecordLayout;
import offspring.worker.Words;

/**
 * Outcomes of consecutive items, copied out of the worker's ring but not decoded.
 *
 * <p>Shape: for each item {@code int} length of all, {@code int} 1 if it failed, payload. Decoded by whoever
 * asks for the values, with a cursor: {@link #FIRST}, then {@link #next}.
 */
final class OutcomeBlock {

    /** The cursor of the first outcome. */
    static final int FIRST = 0;

    private static final int HEAD = OutcomeRecordLayout.ITEM_BYTES;

    private final byte[] outcomes;
    private final int count;
    /** The shared objects in them, which live as long as somebody may decode them. */
    private final List<Hold> cargo;

    private final String where;

    /**
     * A block.
     *
     * @param outcomes as above
     * @param count how many
     * @param cargo the shared objects in them
     * @param where the worker they come from
     */
    OutcomeBlock(byte[] outcomes, int count, List<Hold> cargo, String where) {
        this.outcomes = outcomes;
        this.count = count;
        this.cargo = cargo;
        this.where = where;
    }

    /** Turns a record of the ring into one of a block. */
    static void writeHead(byte[] bytes, int at, int length, boolean failed) {
        Words.putInt(bytes, at, length);
        Words.putInt(bytes, at + 4, failed ? 1 : 0);
    }

    int count() {
        return count;
    }

    boolean failed(int cursor) {
        return Words.intAt(outcomes, cursor + 4) != 0;
    }

    /** The value of an outcome that did not fail. */
    Object value(int cursor) throws UndecodableException {
        try {
            return Payload.decode(outcomes, cursor + HEAD, Words.intAt(outcomes, cursor) - HEAD);
        } finally {
            Reference.reachabilityFence(cargo);
        }
    }

    /** The failure of an outcome that failed. */
    Throwable failure(int cursor) {
        try {
            return Failure.decode(outcomes, cursor + HEAD, Words.intAt(outcomes, cursor) - HEAD, where);
        } finally {
            Reference.reachabilityFence(cargo);
        }
    }

    /** Nobody decodes any of them any more. */
    void decoded() {
        cargo.forEach(Hold::close);
    }

    int next(int cursor) {
        return cursor + Words.intAt(outcomes, cursor);
    }
}
