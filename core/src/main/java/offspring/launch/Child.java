package offspring.launch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import offspring.ExitStatus;
import offspring.ProcessStartException;

/** A child that was started, as its parent holds it. All methods may be called from any thread. */
public interface Child {

    /** Its process id. */
    long pid();

    /** What it is called. */
    String name();

    /** Whether it is a daemon. */
    boolean isDaemon();

    /** Whether its JVM has got as far as our code. */
    boolean hasBooted();

    /** Whether it has not ended yet; a stopped one is alive. */
    boolean isAlive();

    /**
     * Its end: the status, or a {@link ProcessStartException} if its JVM never got as far as our code.
     *
     * <p>What was captured of its stderr is complete by then, and nothing is left of its process group.
     */
    CompletableFuture<ExitStatus> onExit();

    /** How it ended, if it has; of one that could not boot the exit code of the JVM. */
    Optional<ExitStatus> exitStatus();

    /**
     * Waits for the end.
     *
     * @return whether it has ended; zero or less looks once
     * @throws ProcessStartException if its JVM never got as far as our code
     */
    boolean join(Duration timeout) throws InterruptedException;

    /** Interrupts its main thread. */
    void interrupt();

    /** SIGTERM; a stopped one gets it when it goes on. One that still boots is killed, and counts as terminated. */
    void terminate();

    /** SIGKILL to it and to its whole process group. */
    void kill();

    /** The last lines of its stderr, if that is captured. */
    List<String> stderrTail();
}
