package offspring.launch;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The one thread from which all children are started, for as long as this JVM lives.
 *
 * <p>The system kills a child when the <em>thread</em> that started it ends (PR_SET_PDEATHSIG), and
 * a child inherits that thread's attributes, such as its processors.
 */
final class LauncherThread {

    private static final Errands ERRANDS = new Errands("offspring-launcher");

    private LauncherThread() {}

    /** Starts a program; not interruptible, since it takes a millisecond. */
    static Process start(ProcessBuilder builder) throws IOException {
        CompletableFuture<Process> started = new CompletableFuture<>();
        ERRANDS.add(() -> {
            try {
                started.complete(builder.start());
            } catch (Throwable failure) {
                started.completeExceptionally(failure);
            }
        });
        try {
            return started.join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof IOException words) {
                throw words;
            }
            throw failure;
        }
    }
}
