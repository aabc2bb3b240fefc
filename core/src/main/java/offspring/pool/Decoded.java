package offspring.pool;

import offspring.wire.UndecodableException;

/**
 * An outcome as objects: a value, or a failure if that is not null.
 *
 * @param <R> type of the value
 * @param value the value
 * @param failure the failure, or null
 */
record Decoded<R>(R value, Throwable failure) {

    /** One outcome of a block; a value that cannot be decoded is a failure. */
    @SuppressWarnings("unchecked")
    static <R> Decoded<R> of(OutcomeBlock block, int cursor) {
        if (block.failed(cursor)) {
            return failed(block.failure(cursor));
        }
        try {
            return new Decoded<>((R) block.value(cursor), null);
        } catch (UndecodableException unreadable) {
            return failed(unreadable.toNotShippable());
        } catch (RuntimeException | StackOverflowError unreadable) {
            return failed(unreadable);
        }
    }

    static <R> Decoded<R> failed(Throwable failure) {
        return new Decoded<>(null, failure);
    }
}
