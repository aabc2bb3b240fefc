package offspring.launch;

import java.util.Optional;
import offspring.wire.Decoding;

/** Refuses to start processes where that would go wrong later, or never end. */
final class Guard {

    private Guard() {}

    /**
     * Checks whether the calling thread may start a process now.
     *
     * @throws IllegalStateException if not; the text says how to do it
     */
    static void check(String name) {
        if (!Self.mayHaveChildren()) {
            throw new IllegalStateException("cannot start process " + name + ": this process, " + Self.name()
                    + ", is a daemon, and daemons may not have children, since nobody would await them;"
                    + " start it from a process that is no daemon, or from a task of a Pool");
        }
        if (Self.isMain()) {
            return;
        }
        Optional<String> initializer = runningInitializer();
        if (Decoding.inProgress() || initializer.isPresent()) {
            throw new IllegalStateException("cannot start process " + name + ": this is a child, " + Self.name()
                    + initializer.map(type -> ", and the static initializer of " + type + " runs in it again")
                            .orElse(", which is still reading its task")
                    + ", so that each child would start children of its own, without end;"
                    + " start processes and pools in main or in a method that it calls,"
                    + " not in a static field or static block");
        }
    }

    /** The class whose static initializer is on the stack of the calling thread. */
    private static Optional<String> runningInitializer() {
        return StackWalker.getInstance().walk(frames -> frames
                .filter(frame -> frame.getMethodName().equals("<clinit>"))
                .filter(frame -> !frame.getClassName().startsWith("offspring."))
                .map(StackWalker.StackFrame::getClassName)
                .findFirst());
    }
}
