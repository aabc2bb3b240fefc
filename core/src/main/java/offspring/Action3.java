package offspring;

import java.io.Serializable;

/**
 * Work on three arguments, without a result, that can be shipped to another process.
 *
 * @param <A> type of argument 1
 * @param <B> type of argument 2
 * @param <C> type of argument 3
 */
@FunctionalInterface
public interface Action3<A, B, C> extends Serializable {

    /**
     * Does the work.
     *
     * @param a argument 1
     * @param b argument 2
     * @param c argument 3
     * @throws Exception whatever the work throws
     */
    void accept(A a, B b, C c) throws Exception;
}
