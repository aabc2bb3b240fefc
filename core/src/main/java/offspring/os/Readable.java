package offspring.os;

/**
 * Something that becomes ready, by another process's doing or this one's: what can be waited for implements it.
 *
 * <p>Level-triggered: it is ready as long as using it would not wait. To wait without losing a wake-up: register, look
 * once more, then park.
 */
public interface Readable {

    /** Whether it is ready now. Returns at once; any thread may ask. */
    boolean isReady();

    /** Why it can never become ready, for an error's text; null if it can. */
    default String whyNever() {
        return null;
    }

    /**
     * From now on runs something whenever this may have become ready: on any thread, perhaps more than once or in
     * vain, perhaps after the registration was closed. It returns quickly and throws nothing.
     */
    Registration register(Runnable wake);

    /** What {@link #register} promised. Closing is idempotent. */
    @FunctionalInterface
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
