package offspring.wire;

import java.io.IOException;
import offspring.NotShippableException;

/**
 * An object as bytes, and bytes as an object: what a program hands from process to process.
 *
 * <p>Shape: one {@link Tag} byte, then what it says. Each payload stands alone.
 *
 * <p>Processes: any thread of any process of the family may decode what any other encoded.
 */
public final class Payload {

    private Payload() {}

    /**
     * Encodes an object and all that it refers to.
     *
     * @param value what to encode, may be null
     * @return its bytes
     * @throws NotShippableException if it cannot travel; the text says why, and what to do
     */
    public static byte[] encode(Object value) {
        return Encoding.encode(value);
    }

    /**
     * Decodes what {@link #encode} returned, here or in another process.
     *
     * @param bytes where the payload is
     * @return the object
     * @throws UndecodableException if it cannot be made here
     */
    public static Object decode(byte[] bytes) throws UndecodableException {
        return decode(bytes, 0, bytes.length);
    }

    /**
     * Decodes what {@link #encode} returned, here or in another process.
     *
     * @param bytes where the payload is
     * @param offset where in them it begins
     * @param length how long it is
     * @return the object
     * @throws UndecodableException if it cannot be made here
     */
    public static Object decode(byte[] bytes, int offset, int length) throws UndecodableException {
        ByteReader in = new ByteReader(bytes, offset, length);
        try {
            int tag = in.getByte();
            if (LeafReader.handles(tag)) {
                return LeafReader.read(tag, in, Admission.current());
            }
        } catch (IOException | RuntimeException failure) {
            throw Undecodable.because(failure);
        }
        return GraphDecoding.decode(bytes, offset, length);
    }
}
