package offspring;

import java.io.Serializable;

/**
 * A function of two arguments that can be shipped to another process.
 *
 * @param <A> type of the first argument
 * @param <B> type of the second argument
 * @param <R> type of the result
 */
@FunctionalInterface
public interface BiFunc<A, B, R> extends Serializable {

    /**
     * Applies the function.
     *
     * @param a the first argument
     * @param b the second argument
     * @return the result
     * @throws Exception whatever the function throws
     */
    R apply(A a, B b) throws Exception;
}
