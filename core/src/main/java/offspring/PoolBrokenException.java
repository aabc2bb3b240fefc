package offspring;

/**
 * A pool cannot have workers, for instance because its initializer keeps failing: make a new pool.
 *
 * <p>The cause is what the last worker said.
 */
public class PoolBrokenException extends OffspringException {

    private static final long serialVersionUID = 1;

    /**
     * An exception with its text and what led to it.
     *
     * @param message the whole text
     * @param cause what led to it, may be null
     */
    public PoolBrokenException(String message, Throwable cause) {
        super(message, cause);
    }
}
