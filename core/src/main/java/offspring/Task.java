package offspring;

import java.io.Serializable;
import java.util.concurrent.Callable;

/**
 * Work with a result that can be shipped to another process.
 *
 * <p>A lambda or method reference written where a {@code Task} is expected travels as it is, with
 * what it captures.
 *
 * @param <R> type of the result
 */
@FunctionalInterface
public interface Task<R> extends Callable<R>, Serializable {}
