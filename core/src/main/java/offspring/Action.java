package offspring;

import java.io.Serializable;
import java.util.concurrent.CompletionException;

/**
 * Work without a result that can be shipped to another process.
 *
 * <p>{@link #execute} is what to implement; {@link #run} makes it usable as a {@link Runnable}.
 */
@FunctionalInterface
public interface Action extends Runnable, Serializable {

    /**
     * Does the work.
     *
     * @throws Exception whatever the work throws
     */
    void execute() throws Exception;

    /**
     * Does the work in the calling thread.
     *
     * @throws CompletionException if the work throws a checked exception, which is the cause
     */
    @Override
    default void run() {
        try {
            execute();
        } catch (RuntimeException unchecked) {
            throw unchecked;
        } catch (Exception checked) {
            throw new CompletionException(checked);
        }
    }
}
