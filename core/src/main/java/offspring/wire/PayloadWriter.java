package offspring.wire;

import java.util.ArrayList;
import java.util.List;
import offspring.NotShippableException;

/**
 * Encodes one object after the other into the same array, so that small ones cost no allocation. Not for
 * several threads.
 *
 * <p>Shape: what {@link Payload#encode} returns, one after the other, with room in between for its
 * user's own marks.
 */
public final class PayloadWriter {

    /** An array that has become larger than this is not kept. */
    private static final int KEPT_BYTES = 1 << 20;

    private static final int FIRST_BYTES = 256;

    private final List<Object> cargo = new ArrayList<>(0);
    private final List<AutoCloseable> holds = new ArrayList<>(0);
    private final boolean readOnce;
    private ByteWriter out = new ByteWriter(FIRST_BYTES);

    public PayloadWriter() {
        this(false);
    }

    /** What it writes may be for one reader each, see {@link Shipment#once}. */
    public PayloadWriter(boolean readOnce) {
        this.readOnce = readOnce;
    }

    /** Where it was written to, up to {@link #size}; until the next call that writes. */
    public byte[] array() {
        return out.array();
    }

    /** How many bytes were written. */
    public int size() {
        return out.size();
    }

    /** Begins anew; the array may be used again. */
    public void clear() {
        if (out.array().length > KEPT_BYTES) {
            out = new ByteWriter(FIRST_BYTES);
        }
        out.rewind(0);
        cargo.clear();
        holds.clear();
    }

    /** What has to be kept until the payloads were read, see {@link Shipment}. */
    public List<Object> cargo() {
        return cargo;
    }

    /** What is to be closed once they were read. */
    public List<AutoCloseable> holds() {
        return holds;
    }

    /** Leaves room, and returns where it begins. */
    public int skip(int bytes) {
        return out.reserve(bytes);
    }

    /**
     * Appends an object.
     *
     * @throws NotShippableException if it cannot travel; nothing was appended then
     */
    public void append(Object value) {
        if (!appendLeaf(value)) {
            append(readOnce ? Shipment.once(value) : Shipment.of(value));
        }
    }

    /** Appends a simple value; false if it is none, or cannot travel: nothing was appended then. Runs no code of the user's. */
    public boolean appendLeaf(Object value) {
        int start = out.size();
        boolean isLeaf = !LargeArrays.isOne(value, Encoding.LARGEST) && isAppendedAsLeaf(value) && out.size() - start <= Encoding.LARGEST;
        if (!isLeaf) {
            out.rewind(start);
        }
        return isLeaf;
    }

    /** Appends what was encoded before. */
    public void append(Shipment shipment) {
        appendEncoded(shipment.payload());
        cargo.addAll(shipment.cargo());
        holds.addAll(shipment.holds());
    }

    private void appendEncoded(byte[] payload) {
        out.write(payload, 0, payload.length);
    }

    /** What goes wrong here goes wrong again where it is explained. */
    private boolean isAppendedAsLeaf(Object value) {
        try {
            return LeafWriter.write(value, out);
        } catch (RuntimeException | StackOverflowError explainedElsewhere) {
            return false;
        }
    }

    /** Takes back what was written after {@code size}. */
    public void rewind(int size) {
        out.rewind(size);
    }
}
