package offspring;

/**
 * The base of what this library throws when processes, and not arguments, are at fault.
 *
 * <p>Each subclass tells by its type what to do next: {@link NotShippableException} fix the
 * program, {@link WorkerDiedException} look at the task and perhaps run it again, {@link
 * PoolBrokenException} make a new pool, {@link ProcessStartException} look at the machine and the
 * options.
 */
public class OffspringException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /**
     * An exception with its text.
     *
     * @param message what could not be done, what happened, what to do
     */
    public OffspringException(String message) {
        super(message);
    }

    /**
     * An exception with its text and what led to it.
     *
     * @param message what could not be done, what happened, what to do
     * @param cause what led to it, may be null
     */
    public OffspringException(String message, Throwable cause) {
        super(message, cause);
    }
}
