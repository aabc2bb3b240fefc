package offspring.wire;

import java.io.InvalidObjectException;
import java.io.ObjectOutputStream;

/** What objects that only this library may carry from process to process want to know. */
public final class Travel {

    private Travel() {}

    /** Whether what is written to the stream goes to a process of this program. */
    public static boolean isOurs(ObjectOutputStream out) {
        return out instanceof GraphWriter && !Abroad.isUnderWay();
    }

    /**
     * Refuses an object that comes from another program.
     *
     * @throws InvalidObjectException if it does
     */
    public static void requireOurs(String what) throws InvalidObjectException {
        Abroad.refuse(what);
    }

    /** Has who encodes the message know of something in it that he has to keep until it was read, see {@link Shipment}. */
    public static void carry(Object cargo) {
        Shipment.load(cargo);
    }
}
