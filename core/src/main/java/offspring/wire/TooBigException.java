package offspring.wire;

/** More bytes than an array can hold; becomes the caller's {@code NotShippableException}. */
final class TooBigException extends RuntimeException {

    private static final long serialVersionUID = 1;

    TooBigException(long neededBytes) {
        super("needs " + neededBytes + " bytes", null, false, false);
    }
}
