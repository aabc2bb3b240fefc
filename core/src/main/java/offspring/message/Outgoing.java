package offspring.message;

import java.util.List;
import offspring.region.SharedCell;
import offspring.wire.Shipment;

/**
 * A message that is to be put into a stream.
 *
 * @param kind a number of its user's, from 0 to 255
 * @param array where the payload is
 * @param from where in it the payload begins
 * @param length how long it is
 * @param cargo the shared objects in it, see {@link Shipment}
 */
public record Outgoing(int kind, byte[] array, int from, int length, List<Object> cargo) {

    /** A message of bytes that refer to nothing. */
    public Outgoing(int kind, byte[] array, int from, int length) {
        this(kind, array, from, length, List.of());
    }

    int handleCount() {
        return cargo.size();
    }

    long handle(int index) {
        return ((SharedCell) cargo.get(index)).handle();
    }

    /** The message as a use of all that is in it, right before it is put. */
    void countUses() {
        for (Object object : cargo) {
            ((SharedCell) object).countUse();
        }
    }
}
