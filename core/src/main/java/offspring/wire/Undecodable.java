package offspring.wire;

import java.io.InvalidClassException;

/** Composes what an {@link UndecodableException} says. */
final class Undecodable {

    private Undecodable() {}

    static UndecodableException because(Throwable failure) {
        return new UndecodableException(
                "cannot read an object that another process sent: " + reason(failure), classNameIn(failure), failure);
    }

    private static String reason(Throwable failure) {
        return switch (failure) {
            case ClassNotFoundException missing -> "class " + missing.getMessage() + " is not known here";
            case NoClassDefFoundError missing -> "class " + missing.getMessage() + " is not known here";
            case ExceptionInInitializerError initializer ->
                    "a static initializer that ran meanwhile threw " + initializer.getCause();
            case StackOverflowError _ -> "its parts are nested too deeply";
            default -> failure.toString();
        };
    }

    private static String classNameIn(Throwable failure) {
        return switch (failure) {
            case InvalidClassException invalid when invalid.classname != null -> invalid.classname;
            case ClassNotFoundException missing when missing.getMessage() != null -> firstWord(missing.getMessage());
            case NoClassDefFoundError missing when missing.getMessage() != null -> firstWord(missing.getMessage());
            default -> "";
        };
    }

    private static String firstWord(String message) {
        int end = 0;
        while (end < message.length() && (Character.isJavaIdentifierPart(message.charAt(end))
                || message.charAt(end) == '.' || message.charAt(end) == '/')) {
            end++;
        }
        return message.substring(0, end).replace('/', '.');
    }
}
