package offspring;

/**
 * The other side of a connection does not have the same key, or did not prove it.
 *
 * @apiNote Python: {@code multiprocessing.AuthenticationError}.
 */
public class AuthenticationException extends OffspringException {

    private static final long serialVersionUID = 1;

    /**
     * An error with its text.
     *
     * @param message who did not prove what
     */
    public AuthenticationException(String message) {
        super(message);
    }
}
