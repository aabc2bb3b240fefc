package offspring.worker;

import offspring.wire.Payload;

/** A function as it came, and as an object once it has been called. */
final class ShippedFunction {

    private byte[] payload;
    private Object function;

    ShippedFunction(byte[] payload) {
        this.payload = payload;
    }

    /** The function; what decoding throws is thrown again at each call. */
    Object get() throws Exception {
        if (payload != null) {
            function = Payload.decode(payload, 0, payload.length);
            payload = null;
        }
        return function;
    }
}
