package offspring.wire;

import java.io.IOException;

/** Bytes that no {@link Payload#encode} has written. */
final class MalformedPayloadException extends IOException {

    private static final long serialVersionUID = 1;

    MalformedPayloadException(String what) {
        super("the bytes are damaged: ".concat(what));
    }
}
