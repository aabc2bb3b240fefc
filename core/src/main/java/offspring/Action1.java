package offspring;

import java.io.Serializable;

/**
 * Work on one argument, without a result, that can be shipped to another process.
 *
 * @param <A> type of argument 1
 */
@FunctionalInterface
public interface Action1<A> extends Serializable {

    /**
     * Does the work.
     *
     * @param a argument 1
     * @throws Exception whatever the work throws
     */
    void accept(A a) throws Exception;
}
