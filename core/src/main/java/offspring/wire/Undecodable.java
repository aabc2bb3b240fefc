package offspring.wire;

import java.io.InvalidClassException;

/** Composes what an {@link UndecodableException} says. */
final class Undecodable {

    private Undecodable() {}

    static UndecodableException because(Throwable failure) {
        Throwable telling = telling(failure);
        return new UndecodableException(
                "cannot read an object that another process sent: " + reason(telling), classNameIn(telling), failure);
    }

    /** The JDK's streams wrap what is wrong with a class. */
    private static Throwable telling(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof ClassNotFoundException
                    || t instanceof LinkageError
                    || t instanceof InvalidClassException invalid && invalid.classname != null) {
                return t;
            }
        }
        return failure;
    }

    private static String reason(Throwable failure) {
        return switch (failure) {
            case ClassNotFoundException missing -> "there is no class " + missing.getMessage() + " here";
            case NoClassDefFoundError missing -> "there is no class " + missing.getMessage() + " here";
            case ExceptionInInitializerError initializer ->
                    "a static initializer that ran meanwhile threw " + initializer.getCause();
            case StackOverflowError _ -> "its parts are nested too deeply";
            default -> failure.toString();
        };
    }

    private static String classNameIn(Throwable failure) {
        return switch (failure) {
            case InvalidClassException invalid -> invalid.classname == null ? "" : invalid.classname;
            case ClassNotFoundException missing -> firstWord(missing.getMessage());
            case NoClassDefFoundError missing -> firstWord(missing.getMessage());
            default -> "";
        };
    }

    private static String firstWord(String message) {
        if (message == null) {
            return "";
        }
        int end = message.indexOf(' ');
        return (end < 0 ? message : message.substring(0, end)).replace('/', '.');
    }
}
