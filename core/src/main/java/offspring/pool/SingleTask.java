package offspring.pool;

import java.util.function.Consumer;

/** One call and its answer. */
final class SingleTask<R> extends TaskFuture<R> {

    private final R fixedResult;
    private final long number;
    private OutcomeBlock outcome;
    private Throwable lost;

    /**
     * A call.
     *
     * @param dispatcher who runs it
     * @param fixedResult what its result is instead of what the call gives, or null
     * @param callback for the value, may be null
     * @param errorCallback for the failure, may be null
     */
    SingleTask(
            Dispatcher dispatcher,
            R fixedResult,
            Consumer<? super R> callback,
            Consumer<? super Throwable> errorCallback) {
        super(dispatcher, callback, errorCallback);
        this.fixedResult = fixedResult;
        this.number = dispatcher.nextTaskNumber();
    }

    @Override
    public void arrived(Chunk chunk, int firstItem, OutcomeBlock outcomes) {
        outcome = outcomes;
        complete();
    }

    @Override
    public void lost(Chunk chunk, int firstItem, int count, Throwable why) {
        lost = why;
        complete();
    }

    @Override
    Decoded<R> decode() {
        if (lost != null) {
            return Decoded.failed(lost);
        }
        Decoded<R> shipped = Decoded.of(outcome, OutcomeBlock.FIRST);
        outcome.decoded();
        outcome = null;
        return fixedResult != null && shipped.failure() == null ? new Decoded<>(fixedResult, null) : shipped;
    }

    @Override
    public String label(Chunk chunk, int item) {
        return number + " (" + chunk.call().label() + ")";
    }
}
