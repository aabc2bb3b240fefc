package offspring.wire;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What its caller is told for whom there is no memory; of a type of its own, to be told from what the program's code
 * throws.
 */
final class NoMemoryException extends UncheckedIOException {

    private static final long serialVersionUID = 1;

    NoMemoryException(String message, IOException full) {
        super(message, full);
    }
}
