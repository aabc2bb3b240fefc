package offspring.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import offspring.lock.Step;

/** Kills its process at the step that {@value #PROPERTY} names, or stops it there. */
public final class DieAt implements Consumer<Step> {

    public static final String PROPERTY = "offspring.test.dieAt";

    /** The signal's name; that of SIGKILL, if it is not set. */
    public static final String SIGNAL = "offspring.test.dieBy";

    private final Step fatal = Step.valueOf(System.getProperty(PROPERTY));

    @Override
    public void accept(Step reached) {
        if (reached == fatal) {
            die();
        }
    }

    /** Goes no further, however long the signal takes; nor later, if it was stopped and is continued. */
    private static void die() {
        String self = Long.toString(ProcessHandle.current().pid());
        try {
            new ProcessBuilder("kill", "-" + System.getProperty(SIGNAL, "KILL"), self).start();
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
        while (true) {
            LockSupport.park();
        }
    }
}
