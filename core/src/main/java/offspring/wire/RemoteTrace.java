package offspring.wire;

import java.util.Arrays;
import offspring.NotShippableException;

/**
 * Makes the stack traces of other processes visible as such.
 *
 * <pre>
 * java.lang.IllegalStateException: boom
 *     at remote//demo.Resize.check(Resize.java:31)
 *     at remote//demo.Resize.run(Resize.java:12)
 *     at --- remote: worker Pool-1-worker-2, pid 4711 ---.(above)
 * </pre>
 */
final class RemoteTrace {

    /** Stands where a class loader's name does, so that classes, methods and lines stay as they are. */
    private static final String REMOTE = "remote";

    private RemoteTrace() {}

    /**
     * Marks the trace of one exception; frames that were marked before keep their mark.
     * An exception that was made without a trace stays without.
     */
    static void mark(Throwable failure, String where) {
        StackTraceElement[] frames = failure.getStackTrace();
        if (frames.length == 0 && !(failure instanceof NotShippableException)) {
            return;
        }
        StackTraceElement[] marked = Arrays.copyOf(frames, frames.length + 1);
        for (int i = 0; i < frames.length; i++) {
            marked[i] = remote(frames[i]);
        }
        marked[frames.length] = new StackTraceElement("--- remote: " + where + " ---", "", "above", -1);
        failure.setStackTrace(marked);
    }

    private static StackTraceElement remote(StackTraceElement frame) {
        if (frame.getClassName().startsWith("--- ")) {
            return frame;
        }
        return new StackTraceElement(
                REMOTE,
                frame.getModuleName(),
                frame.getModuleVersion(),
                frame.getClassName(),
                frame.getMethodName(),
                frame.getFileName(),
                frame.getLineNumber());
    }
}
