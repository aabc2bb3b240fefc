package offspring;

import java.io.Serializable;

/**
 * Work on two arguments, without a result, that can be shipped to another process.
 *
 * @param <A> type of argument 1
 * @param <B> type of argument 2
 */
@FunctionalInterface
public interface Action2<A, B> extends Serializable {

    /**
     * Does the work.
     *
     * @param a argument 1
     * @param b argument 2
     * @throws Exception whatever the work throws
     */
    void accept(A a, B b) throws Exception;
}
