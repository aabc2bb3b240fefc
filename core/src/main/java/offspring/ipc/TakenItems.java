package offspring.ipc;

import java.util.Spliterator;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import offspring.message.Message;

/** The items of a queue, taken as they are asked for, until it is closed and empty. */
final class TakenItems<E> implements Spliterator<E> {

    private final SharedQueue<E> queue;

    TakenItems(SharedQueue<E> queue) {
        this.queue = queue;
    }

    @Override
    public boolean tryAdvance(Consumer<? super E> action) {
        Message message;
        try {
            message = queue.core().take(Long.MAX_VALUE);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            CancellationException cancelled = new CancellationException("interrupted while waiting for an item; " + queue);
            cancelled.initCause(interrupted);
            throw cancelled;
        }
        if (message == null) {
            return false;
        }
        action.accept(queue.taken(message));
        return true;
    }

    /** Each item goes to who asks first: there is nothing to split. */
    @Override
    public Spliterator<E> trySplit() {
        return null;
    }

    @Override
    public long estimateSize() {
        return Long.MAX_VALUE;
    }

    @Override
    public int characteristics() {
        return ORDERED | NONNULL;
    }
}
