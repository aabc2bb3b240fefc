package offspring.handle;

import java.util.function.Function;
import offspring.region.SharedCell;

/**
 * The lock at the beginning of the cells of data. Its class is public and lies above, so it tells us how to make one.
 */
public final class EmbeddedLock {

    /** How much of the payload it takes, rounded up to whole longs. */
    public static final int BYTES = 24;

    private static final String LOCK_CLASS = "offspring.sync.SharedReentrantLock";

    private static volatile Function<SharedCell, ?> maker;

    private EmbeddedLock() {}

    /** Called once, by the lock's class. */
    public static void madeBy(Function<SharedCell, ?> function) {
        maker = function;
    }

    /** The lock in front of a cell: a {@code SharedReentrantLock}. */
    public static Object of(SharedCell cell) {
        if (maker == null) {
            initialize();
        }
        return maker.apply(cell);
    }

    private static void initialize() {
        try {
            Class.forName(LOCK_CLASS);
        } catch (ClassNotFoundException incomplete) {
            throw new NoClassDefFoundError(LOCK_CLASS);
        }
    }
}
