package offspring.wire;

import java.lang.invoke.SerializedLambda;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The jshell code that one payload needs: lambdas' bodies and whole classes, by name.
 *
 * <p>jshell keeps a variable in a static field of the class {@code REPL.$JShell$N} that it makes for the
 * line, sets it from outside, and so leaves nothing in that class from which a child could know it.
 */
final class Snippets {

    /** How the names of jshell's classes begin. */
    private static final String PREFIX = "REPL.$JShell$";

    private final Set<CodeReference> roots = new LinkedHashSet<>();
    private Origin origin;

    static boolean isSnippet(String className) {
        return className.startsWith(PREFIX);
    }

    /** Whether a class holds variables, and is not one that the user declared. */
    static boolean holdsVariables(String className) {
        return isSnippet(className) && className.indexOf('$', PREFIX.length()) < 0;
    }

    /** An object of this class is in the payload. */
    void addClass(Class<?> type) {
        if (isSnippet(type.getName())) {
            roots.add(new CodeReference(type.getName(), CodeReference.ALL, ""));
            origin = ProgramClasses.originOf(type);
        }
    }

    /** A lambda is in the payload; its capturing class is {@link #addLoader added} as well. */
    void addLambda(SerializedLambda lambda) {
        String owner = lambda.getImplClass().replace('/', '.');
        if (isSnippet(owner)) {
            roots.add(new CodeReference(owner, lambda.getImplMethodName(), lambda.getImplMethodSignature()));
        }
    }

    /** A class is mentioned in the payload, perhaps as the one that captures. */
    void addLoader(Class<?> type) {
        if (isSnippet(type.getName())) {
            origin = ProgramClasses.originOf(type);
        }
    }

    boolean isEmpty() {
        return origin == null || roots.isEmpty();
    }

    Set<CodeReference> roots() {
        return roots;
    }

    /** Where the snippets are from. */
    Origin origin() {
        return origin;
    }
}
