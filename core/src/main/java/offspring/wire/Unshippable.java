package offspring.wire;

import java.io.IOException;
import java.io.InvalidClassException;
import java.io.NotSerializableException;
import java.io.Serializable;
import offspring.NotShippableException;

/** Composes what a {@link NotShippableException} says. */
final class Unshippable {

    private Unshippable() {}

    /** An object that could not be encoded. */
    static NotShippableException because(Object value, Throwable failure) {
        ObjectPath path = pathToOffender(value, failure);
        return path == null ? unexplained(value, failure) : explained(value, path, failure);
    }

    /** The way to the object that serialization stumbled over, or null if that cannot be told. */
    static ObjectPath pathToOffender(Object value, Throwable failure) {
        return switch (failure) {
            case NotSerializableException refused -> ObjectPath.find(
                    value, o -> !(o instanceof Serializable) && o.getClass().getName().equals(refused.getMessage()));
            case InvalidClassException refused -> ObjectPath.find(
                    value, o -> o.getClass().getName().equals(refused.classname)
                            || o instanceof Class<?> c && c.getName().equals(refused.classname));
            default -> null;
        };
    }

    private static NotShippableException explained(Object value, ObjectPath path, Throwable failure) {
        String shipped = Remedy.nameOf(value.getClass());
        return new NotShippableException(
                "cannot ship " + shipped + ": " + subject(path) + obstacle(path, failure),
                shipped,
                path.text(),
                Remedy.nameOf(path.last().getClass()),
                failure);
    }

    private static String subject(ObjectPath path) {
        Object offender = path.last();
        if (!path.text().isEmpty()) {
            return path.text() + " is " + Remedy.describe(offender) + ", which ";
        }
        return Lambdas.isLambda(offender.getClass()) ? "it is " + Remedy.describe(offender) + ", which " : "it ";
    }

    private static String obstacle(ObjectPath path, Throwable failure) {
        if (failure instanceof InvalidClassException invalid) {
            String message = invalid.getMessage();
            String prefix = invalid.classname + "; ";
            return message.startsWith(prefix) ? message.substring(prefix.length()) : message;
        }
        return "is not Serializable; " + Remedy.of(path.last(), path.lastStep());
    }

    private static NotShippableException unexplained(Object value, Throwable failure) {
        String type = Remedy.nameOf(value.getClass());
        String message = failure instanceof NotSerializableException refused ? refused.getMessage() : null;
        if (message != null && message.indexOf(' ') >= 0) {
            return inItsOwnWords(type, message, failure);
        }
        String offending = message == null ? type : message;
        return new NotShippableException(
                "cannot ship " + type + ": writing it failed with " + failure
                        + "; look at the writeObject or writeReplace method of what it refers to",
                type, "", offending, failure);
    }

    /** Who refused says what and why, {@code "type: why"}, where the JDK gives the type alone. */
    private static NotShippableException inItsOwnWords(String type, String words, Throwable failure) {
        int colon = words.indexOf(": ");
        boolean named = colon > 0 && words.indexOf(' ') > colon;
        String offending = named ? words.substring(0, colon) : type;
        String why = named && offending.equals(type) ? words.substring(colon + 2) : words;
        return new NotShippableException("cannot ship " + type + ": " + why, type, "", offending, failure);
    }

    static NotShippableException tooBig(Object value, TooBigException tooBig) {
        String type = Remedy.nameOf(value.getClass());
        boolean abroad = Abroad.isUnderWay();
        return new NotShippableException(
                "cannot ship " + type + ": it " + tooBig.getMessage() + ", and a message "
                        + (abroad ? "to another program " : "") + "holds at most " + ByteWriter.LIMIT
                        + "; send it in parts, or through a file" + (abroad ? "" : " or shared memory"),
                type, "", type, null);
    }

    /** A large object, for which there is no room in shared memory. */
    static NoMemoryException noMemory(Object value, IOException full) {
        return new NoMemoryException(
                "cannot ship " + Remedy.nameOf(value.getClass())
                        + ": it is large, and there is no shared memory for it; " + full.getMessage(),
                full);
    }

    static NotShippableException tooDeep(Object value) {
        String type = Remedy.nameOf(value.getClass());
        return new NotShippableException(
                "cannot ship " + type + ": its objects refer to each other in a chain too long to follow; "
                        + "keep them in an array or a list instead",
                type, "", type, null);
    }
}
