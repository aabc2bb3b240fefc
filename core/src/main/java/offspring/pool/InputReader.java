package offspring.pool;

import java.util.Collection;
import java.util.Iterator;
import java.util.concurrent.RejectedExecutionException;

/**
 * Reads the input of an {@code imap} and submits it, in the thread that takes the results, and not
 * further ahead of them than the window.
 *
 * <p>It begins with few items and doubles, so that a slow input gets the first results out soon.
 */
final class InputReader {

    private final Iterator<?> input;
    /** To ask a collection whether there is more is not to read on. */
    private final boolean knowsItsEnd;
    private final Chunker chunker;
    private final Dispatcher dispatcher;
    private final IteratorSink sink;
    private final int chunkSize;
    private final long window;

    private long step;
    private boolean exhausted;
    private boolean rejected;

    InputReader(Iterable<?> items, Chunker chunker, Dispatcher dispatcher, IteratorSink sink, int chunkSize,
            long window, int firstStep) {
        this.input = items.iterator();
        this.knowsItsEnd = items instanceof Collection;
        this.chunker = chunker;
        this.dispatcher = dispatcher;
        this.sink = sink;
        this.chunkSize = chunkSize;
        this.window = window;
        this.step = Math.min(window, (long) firstStep * chunkSize);
    }

    /** Whether all input has been read. */
    boolean isExhausted() {
        return exhausted;
    }

    /** Whether the pool takes no more of it. */
    boolean isRejected() {
        if (!exhausted && !rejected && dispatcher.isShutdown()) {
            exhausted = isAtItsEnd();
            rejected = !exhausted;
        }
        return rejected;
    }

    private boolean isAtItsEnd() {
        try {
            return knowsItsEnd && !input.hasNext();
        } catch (RuntimeException cannotTell) {
            return false;
        }
    }

    /** Reads on unless enough is under way; {@code ahead} is what is under way or not taken. */
    void readOn(long ahead) {
        if (ahead > step / 2) {
            return;
        }
        long room = step - ahead;
        while (room >= chunkSize && !exhausted && !isRejected()) {
            room -= readChunk();
        }
        step = Math.min(window, step * 2);
    }

    private int readChunk() {
        int count = 0;
        while (count < chunkSize && !exhausted && !chunker.isFull()) {
            readItem();
            count++;
        }
        submit();
        return count;
    }

    private void readItem() {
        Object item;
        try {
            if (!input.hasNext()) {
                exhausted = true;
                return;
            }
            item = input.next();
        } catch (RuntimeException | Error failure) {
            exhausted = true;
            fail(failure);
            return;
        }
        try {
            chunker.add(item);
        } catch (RuntimeException | StackOverflowError cannotTravel) {
            fail(cannotTravel);
        }
    }

    /** The place of the item that would be next is taken by a failure. */
    private void fail(Throwable failure) {
        submit();
        sink.failed(chunker.nextTask(), failure);
        chunker.skipTask();
    }

    private void submit() {
        if (!chunker.isEmpty()) {
            int count = chunker.count();
            try {
                dispatcher.submit(chunker.take(), () -> sink.submitted(count));
            } catch (RejectedExecutionException shutDown) {
                rejected = true;
            }
        }
    }
}
