package offspring.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import offspring.link.Frame;
import offspring.link.FrameKind;
import offspring.link.FrameWriter;
import offspring.link.Job;

/**
 * Log records on their way from child to parent, as bytes that mean nothing here, and what a child
 * calls before the user's code to be able to send them.
 */
public final class ChildLogs {

    /** Null until somebody wants them; no lambda, since children boot through here. */
    private static volatile BiConsumer<Child, byte[]> receiver;
    private static volatile FrameWriter toParent;

    /** Replaced as a whole, never changed. */
    private static volatile List<Job.Hook> hooks = List.of();

    private ChildLogs() {}

    /**
     * Something that a child calls, in its main thread, before the user's code is read; it has a public constructor
     * without parameters.
     */
    public interface Hook {
        void beforeUserCode(byte[] settings) throws Exception;
    }

    /** In the parent: who gets the records of children; called on the thread that reads the child's answers. */
    public static void onRecord(BiConsumer<Child, byte[]> handler) {
        receiver = handler;
    }

    static void deliver(Child child, byte[] record) {
        BiConsumer<Child, byte[]> handler = receiver;
        if (handler != null) {
            handler.accept(child, record);
        }
    }

    /** In the parent: what children started from now on call; once more with the same class replaces its settings. */
    public static synchronized void callInChildren(Class<? extends Hook> hook, byte[] settings) {
        List<Job.Hook> changed = new ArrayList<>(hooks);
        changed.removeIf(known -> known.className().equals(hook.getName()));
        changed.add(new Job.Hook(hook.getName(), settings));
        hooks = List.copyOf(changed);
    }

    static List<Job.Hook> hooks() {
        return hooks;
    }

    /** In the child: called once by its main class. */
    public static void connect(FrameWriter answers) {
        toParent = answers;
    }

    /**
     * In the child: sends a record to the parent.
     *
     * @return false in the first process, and when the parent does not listen any more
     */
    public static boolean send(byte[] record) {
        FrameWriter writer = toParent;
        return writer != null && writer.tryWrite(new Frame(FrameKind.LOG, record));
    }
}
