package offspring.pool;

import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Results that come one by one, from an input that is read as they are taken.
 *
 * <p><b>Input.</b> It is read only by the thread that called {@code imap}, or calls {@link #hasNext} or
 * {@code next}, and never in the background. What reading it throws comes out of {@code next} at its place.
 *
 * <p><b>Failures.</b> An item that failed throws from {@code next} at its place; the next call goes on
 * with the next item.
 *
 * <p><b>Lifetime.</b> {@link #close} drops what was not taken. An iterator that nobody closes holds no
 * worker. After the pool's {@code shutdown()} nothing more is read; what was read is delivered, then {@code
 * next} throws {@link RejectedExecutionException}. After {@code terminate()} it throws {@link
 * CancellationException}.
 *
 * <p><b>Blocking.</b> {@link #hasNext} and {@link #next()} wait; if interrupted they restore the interrupt
 * flag and throw {@link CancellationException}, and nothing is lost. Meant for one thread at a time.
 *
 * @param <R> type of the results
 * @apiNote Python: what {@code Pool.imap} returns. Differs: the input is read lazily; a failing item ends
 *     nothing, with chunks too.
 */
public interface ResultIterator<R> extends Iterator<R>, AutoCloseable {

    /**
     * Waits for the next result.
     *
     * @return the result
     * @throws NoSuchElementException after the last one
     * @throws RejectedExecutionException if the pool was shut down before all input was read
     * @throws CancellationException if the iterator was closed, the pool terminated, or the wait interrupted
     */
    @Override
    R next();

    /**
     * Waits for the next result, but not for ever; nothing is lost by a timeout.
     *
     * @param timeout how long at most; zero or less only looks
     * @return the result
     * @throws InterruptedException if the wait is interrupted
     * @throws TimeoutException if it is not there in time
     * @throws NoSuchElementException after the last one
     * @throws RejectedExecutionException if the pool was shut down before all input was read
     * @throws CancellationException if the iterator was closed or the pool terminated
     */
    R next(Duration timeout) throws InterruptedException, TimeoutException;

    /**
     * The results as a stream, which takes them from this iterator and closes it when it is closed.
     *
     * @return a sequential stream
     */
    Stream<R> stream();

    /** Reads no more input, drops the results not taken, and cancels what has not begun. */
    @Override
    void close();
}
