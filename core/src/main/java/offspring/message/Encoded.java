package offspring.message;

import offspring.NotShippableException;
import offspring.wire.PayloadWriter;
import offspring.wire.Shipment;

/**
 * An object that was encoded to be put, until it was: then it is closed, by the same thread.
 *
 * <p>Cost: simple values take no memory of their own, since a thread encodes them into the same array again and again.
 */
public final class Encoded implements AutoCloseable {

    /** More than this a thread does not keep. */
    private static final int KEPT_BYTES = 128 << 10;

    /** What a platform thread encodes simple values with; null while they are being put. */
    private static final ThreadLocal<PayloadWriter> KEPT = new ThreadLocal<>();

    private final PayloadWriter writer;
    /** Of what is no simple value; else null. */
    private final Shipment shipment;

    private Encoded(PayloadWriter writer, Shipment shipment) {
        this.writer = writer;
        this.shipment = shipment;
    }

    /**
     * Encodes an object.
     *
     * @throws NotShippableException if it cannot travel
     */
    public static Encoded of(Object value) {
        PayloadWriter kept = KEPT.get();
        PayloadWriter writer = kept == null ? new PayloadWriter() : kept;
        KEPT.set(null);
        if (writer.appendLeaf(value)) {
            return new Encoded(writer, null);
        }
        keep(writer);
        return new Encoded(null, Shipment.of(value));
    }

    /** It as a message; until it is closed. */
    public Outgoing message(int kind) {
        return shipment == null
                ? new Outgoing(kind, writer.array(), 0, writer.size())
                : new Outgoing(kind, shipment.payload(), 0, shipment.payload().length, shipment.cargo());
    }

    /** What it refers to is no longer kept for its sake: a message that was put counts itself. */
    @Override
    public void close() {
        if (shipment != null) {
            shipment.letGo();
        } else {
            keep(writer);
        }
    }

    private static void keep(PayloadWriter writer) {
        writer.clear();
        if (writer.array().length <= KEPT_BYTES && !Thread.currentThread().isVirtual()) {
            KEPT.set(writer);
        }
    }
}
