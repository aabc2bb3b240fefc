package offspring.launch;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import offspring.ProcessStartException;
import offspring.link.Ancestor;
import offspring.os.NameRegistry;
import offspring.os.NamedMemory;
import offspring.os.Owner;

/**
 * The names of shared memory that processes of this family have made: they go with its last process, not with the one
 * that made them.
 *
 * <p>All are registered under the family's first process. It removes them when its children have ended; if it is
 * killed, its {@link GroupWatcher} does; if that is killed too, the next program.
 */
public final class FamilyNames {

    private FamilyNames() {}

    /** Registers memory that is about to get its name. */
    public static void add(String name, long inode) throws IOException {
        registry().add(name, inode);
        if (Self.isFirstJvm()) {
            armEnd();
            GroupWatcher.watchNames();
        }
    }

    /** Forgets memory that has lost its name, or is to keep it. */
    public static void remove(long inode) throws IOException {
        registry().remove(inode);
    }

    /** Forgets memory whose name somebody outside the family has removed. */
    public static void removeIfGone(String name, long inode) {
        try {
            if (!NamedMemory.isNamed(name, inode)) {
                remove(inode);
            }
        } catch (IOException unreadable) {
            log("a name of shared memory stays registered", unreadable);
        }
    }

    /** Whether the family of this process has any, if this is the first one of it. */
    static boolean areThere() {
        return Self.isFirstJvm() && registry().exists();
    }

    /** At the end of a process, after its children. */
    static void end() {
        if (Self.isFirstJvm()) {
            try {
                registry().removeAll();
            } catch (IOException left) {
                log("names of shared memory are left to the watcher", left);
            }
        }
    }

    private static NameRegistry registry() {
        List<Ancestor> ancestors = Self.ancestors();
        Owner first = ancestors.isEmpty()
                ? Owner.self()
                : new Owner(ancestors.getLast().pid(), ancestors.getLast().startTicks());
        return NameRegistry.of(first);
    }

    /** What is made while the program ends already is removed by the watcher, which is told nothing then. */
    private static void armEnd() {
        try {
            ProgramEnd.arm();
        } catch (ProcessStartException ending) {
            log("the program is ending", ending);
        }
    }

    private static void log(String what, Exception why) {
        System.getLogger("offspring.launch").log(Level.DEBUG, what, why);
    }
}
