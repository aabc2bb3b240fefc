package offspring.worker;

import java.util.concurrent.Callable;
import offspring.BiFunc;
import offspring.Func;

/** In which way a function is called: what is shipped may implement several interfaces. */
public enum CallKind {
    /** {@code Callable.call()}, no arguments. */
    CALL,
    /** {@code Runnable.run()}, no arguments, no result. */
    RUN,
    /** {@code Action.execute()}, no arguments, no result. */
    EXECUTE,
    /** {@code Func.apply(a)}. */
    APPLY,
    /** {@code BiFunc.apply(a, b)} with the two values of an array. */
    APPLY_PAIR;

    private static final CallKind[] KINDS = values();

    static CallKind of(int ordinal) {
        return KINDS[ordinal];
    }

    /** Calls the function; what it throws comes out as it is. */
    @SuppressWarnings("unchecked")
    Object call(Object function, Object argument) throws Exception {
        if (this == APPLY) {
            return ((Func<Object, Object>) function).apply(argument);
        }
        if (this == CALL) {
            return ((Callable<Object>) function).call();
        }
        if (this == APPLY_PAIR) {
            Object[] pair = (Object[]) argument;
            return ((BiFunc<Object, Object, Object>) function).apply(pair[0], pair[1]);
        }
        if (this == EXECUTE) {
            ((offspring.Action) function).execute();
        } else {
            ((Runnable) function).run();
        }
        return null;
    }
}
