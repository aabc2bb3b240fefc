package offspring;

import java.io.Serializable;

/**
 * Work on four arguments, without a result, that can be shipped to another process.
 *
 * @param <A> type of argument 1
 * @param <B> type of argument 2
 * @param <C> type of argument 3
 * @param <D> type of argument 4
 */
@FunctionalInterface
public interface Action4<A, B, C, D> extends Serializable {

    /**
     * Does the work.
     *
     * @param a argument 1
     * @param b argument 2
     * @param c argument 3
     * @param d argument 4
     * @throws Exception whatever the work throws
     */
    void accept(A a, B b, C c, D d) throws Exception;
}
