package offspring;

/**
 * An object cannot travel to another process: fix the program.
 *
 * <p>The text names the class, the path of fields to the offending object, its type, and the fix.
 */
public class NotShippableException extends OffspringException {

    private static final long serialVersionUID = 1;

    /** Name of the class of the object that was to be shipped. */
    private final String shippedType;

    /** Fields from that object to the offending one. */
    private final String path;

    /** Name of the class of the object that cannot travel. */
    private final String offendingType;

    /**
     * An object that cannot travel.
     *
     * @param message the whole text
     * @param shippedType name of the class of the object that was to be shipped
     * @param path fields from that object to the offending one, joined by dots; empty if it is the
     *     object itself
     * @param offendingType name of the class of the object that cannot travel
     * @param cause what serialization said, may be null
     */
    public NotShippableException(
            String message, String shippedType, String path, String offendingType, Throwable cause) {
        super(message, cause);
        this.shippedType = shippedType;
        this.path = path;
        this.offendingType = offendingType;
    }

    /**
     * The object that was to be shipped.
     *
     * @return name of its class
     */
    public String shippedType() {
        return shippedType;
    }

    /**
     * Where in it the offending object is.
     *
     * @return the fields on the way, joined by dots; empty if it is the shipped object itself
     */
    public String path() {
        return path;
    }

    /**
     * The object that cannot travel.
     *
     * @return name of its class
     */
    public String offendingType() {
        return offendingType;
    }
}
