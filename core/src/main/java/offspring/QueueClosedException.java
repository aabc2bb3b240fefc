package offspring;

/** A queue was closed: nothing can be put into it any more, and what was in it has been taken. */
public class QueueClosedException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    /**
     * An error with its text.
     *
     * @param message what cannot be done, and with which queue
     */
    public QueueClosedException(String message) {
        super(message);
    }
}
