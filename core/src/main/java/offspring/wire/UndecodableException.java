package offspring.wire;

import offspring.NotShippableException;

/** Bytes from another process that could not be made into an object here. */
public final class UndecodableException extends Exception {

    private static final long serialVersionUID = 1;

    private final String className;

    UndecodableException(String message, String className, Throwable cause) {
        super(message, cause);
        this.className = className;
    }

    /**
     * The class that could not be read.
     *
     * @return its name, or an empty string if it is not known which it was
     */
    public String className() {
        return className;
    }

    /**
     * The same for a user, who knows this as a failure to ship.
     *
     * @return an exception with this text and this cause
     */
    public NotShippableException toNotShippable() {
        return new NotShippableException(getMessage(), className, "", className, getCause());
    }
}
