package offspring.wire;

import java.io.Closeable;
import java.io.IOException;
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
     * Whether the stream only finds out if a field of a program's object can travel. Such a field goes along with every
     * task that calls one of the program's methods; what each of them would have to close says no.
     */
    public static boolean isTrialOfField(ObjectOutputStream out) {
        return out instanceof GraphWriter writer && writer.isTrial();
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

    /** Opens something for who reads a message. */
    public interface Opening {

        /**
         * Does it.
         *
         * @throws IOException if it cannot be opened
         */
        Closeable open() throws IOException;
    }

    /**
     * Opens something that a message which is being read refers to. It is closed if the rest of the message cannot be read.
     *
     * @param key what tells it from others in the message
     */
    public static Closeable open(Object key, Opening opening) throws IOException {
        return Opened.open(key, opening);
    }

    /** Whether what is being encoded is read once. */
    public static boolean isReadOnce() {
        return Shipment.loading() instanceof Shipment.ForOneReader;
    }

    /** Has who encodes the message close this once the message was read, or will not be. */
    public static void hold(AutoCloseable hold) {
        Shipment.load(hold);
    }
}
