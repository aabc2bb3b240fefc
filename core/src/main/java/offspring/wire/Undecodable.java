package offspring.wire;

import java.io.InvalidClassException;

/** Composes what an {@link UndecodableException} says. */
final class Undecodable {

    private Undecodable() {}

    static UndecodableException because(Throwable failure) {
        String className = classNameIn(failure);
        String what = className.isEmpty() ? "an object" : "an object of " + className;
        return new UndecodableException(
                "cannot read " + what + " that another process sent: " + reason(failure), className, failure);
    }

    private static String reason(Throwable failure) {
        return switch (failure) {
            case ClassNotFoundException missing -> "no such class here (" + missing.getMessage() + ")";
            case NoClassDefFoundError missing -> "no such class here (" + missing.getMessage() + ")";
            case ExceptionInInitializerError initializer ->
                    "its static initializer threw " + initializer.getCause();
            case StackOverflowError _ -> "its objects are nested too deeply";
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
