package offspring.launch;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import offspring.link.Ancestor;
import offspring.os.ProcStat;

/**
 * Who runs this code: the first process, a child JVM, or a child that is a thread of this JVM.
 *
 * <p>A JVM is one process for all its threads, save those below a child of {@link LaunchSpec.Mode#THREAD}.
 */
public final class Self {

    private static volatile Self ofTheJvm = new Self("MainProcess", "", false, true, List.of());

    /** Set in the threads below a thread child. */
    private static final InheritableThreadLocal<Self> OF_THE_THREAD = new InheritableThreadLocal<>();

    private final String name;
    private final String identity;
    private final boolean daemon;
    private final boolean mayHaveChildren;
    private final List<Ancestor> ancestors;
    private final AtomicInteger children = new AtomicInteger();

    Self(String name, String identity, boolean daemon, boolean mayHaveChildren, List<Ancestor> ancestors) {
        this.name = name;
        this.identity = identity;
        this.daemon = daemon;
        this.mayHaveChildren = mayHaveChildren;
        this.ancestors = List.copyOf(ancestors);
    }

    /** Who the calling thread belongs to. */
    static Self current() {
        // The lookup alone would load and initialize nothing in a JVM that never had a thread child.
        Self ofThread = ThreadChild.wereStarted() ? OF_THE_THREAD.get() : null;
        return ofThread == null ? ofTheJvm : ofThread;
    }

    /** Whether the calling thread belongs to a child that is a thread of this JVM. */
    static boolean isThreadChild() {
        return current() != ofTheJvm;
    }

    /** Called once by a child JVM that has its job. */
    public static void become(
            String name, String identity, boolean daemon, boolean mayHaveChildren, List<Ancestor> ancestors) {
        ofTheJvm = new Self(name, identity, daemon, mayHaveChildren, ancestors);
    }

    /** Called once in the thread of a thread child. */
    static void becomeInThread(Self self) {
        OF_THE_THREAD.set(self);
    }

    /** What this process is called. */
    public static String name() {
        return current().name;
    }

    /** Whether this is the first process of the family. */
    public static boolean isMain() {
        return current().ancestors.isEmpty();
    }

    /** Whether this JVM was not started by us. */
    static boolean isFirstJvm() {
        return ofTheJvm.ancestors.isEmpty();
    }

    /** Whether this is a daemon. */
    public static boolean isDaemon() {
        return current().daemon;
    }

    /** Whether this process may start others. */
    public static boolean mayHaveChildren() {
        return current().mayHaveChildren;
    }

    /** The parent first, the first process of the family last; empty in that. */
    public static List<Ancestor> ancestors() {
        return current().ancestors;
    }

    /** This process id; that of the JVM in a thread child. */
    public static long pid() {
        return ProcessHandle.current().pid();
    }

    /** This process as its children are told of it. */
    public static Ancestor asAncestor() {
        return new Ancestor(name(), pid(), startTicks(), isDaemon());
    }

    /** When this JVM was started, as the system has it. */
    static long startTicks() {
        return StartTicks.VALUE;
    }

    /** Read once, when first needed. */
    private static final class StartTicks {
        static final long VALUE = ProcStat.self().startTicks();
    }

    /** The numbers for the next child: {@code 3} is the third of the first process, {@code 3:1} its first child. */
    public static String nextIdentity() {
        Self self = current();
        int number = self.children.incrementAndGet();
        return self.identity.isEmpty() ? Integer.toString(number) : self.identity + ":" + number;
    }
}
