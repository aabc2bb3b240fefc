package offspring;

import java.io.Serializable;

/**
 * A function of one argument that can be shipped to another process.
 *
 * @param <A> type of the argument
 * @param <R> type of the result
 */
@FunctionalInterface
public interface Func<A, R> extends Serializable {

    /**
     * Applies the function.
     *
     * @param a the argument
     * @return the result
     * @throws Exception whatever the function throws
     */
    R apply(A a) throws Exception;
}
