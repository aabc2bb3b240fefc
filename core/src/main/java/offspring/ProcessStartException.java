package offspring;

/**
 * A process could not be started; the text has the system's or the JVM's own words.
 */
public class ProcessStartException extends OffspringException {

    private static final long serialVersionUID = 1;

    /**
     * An exception with its text and what led to it.
     *
     * @param message the whole text
     * @param cause what led to it, may be null
     */
    public ProcessStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
