package offspring.sync;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * Something of this library that one can wait for together with others: the end of a process
 * ({@code ChildProcess.sentinel()}), and whatever else says so.
 *
 * <p>Processes: each process waits for itself; any number of threads may wait for the same objects.
 *
 * <p>Blocking: {@code waitForAny} waits until one of the objects is ready, without using the processor meanwhile; an
 * interrupt ends the wait with an {@link InterruptedException} and changes nothing. A virtual thread parks.
 *
 * <p>Order: what another process did before it made an object ready is seen after the return.
 *
 * <p>Only the library implements this interface; objects of other implementations are refused.
 *
 * @apiNote Python: {@code multiprocessing.connection.wait}.
 */
public interface Waitable {

    /**
     * Waits until at least one of the objects is ready. Ready is a state and not an event: what is ready and is not
     * used stays ready, and the next call returns it again.
     *
     * @param <W> the kind of objects
     * @param objects what to wait for, hundreds if need be
     * @return all that are ready, in the order of the collection, at least one
     * @throws IllegalArgumentException if there are no objects, since that wait could never end, or an object is
     *     not one of the library's, or the end of a pipe that only sends, for which nothing ever comes
     * @throws InterruptedException if the thread is interrupted before or meanwhile
     */
    static <W extends Waitable> List<W> waitForAny(Collection<W> objects) throws InterruptedException {
        if (objects.isEmpty()) {
            throw new IllegalArgumentException("cannot wait: the collection is empty, so nothing could end the wait;"
                    + " give waitForAny a timeout or something to wait for");
        }
        return new AnyWait<>(objects).await(Long.MAX_VALUE);
    }

    /**
     * Waits until at least one of the objects is ready or the time is over. With no objects at all it waits for that
     * time.
     *
     * @param <W> the kind of objects
     * @param objects what to wait for, hundreds if need be
     * @param timeout how long at most; zero or negative means to look once
     * @return all that are ready, in the order of the collection; empty after the timeout
     * @throws IllegalArgumentException if an object is not one of the library's, or the end of a pipe that only sends,
     *     for which nothing ever comes
     * @throws InterruptedException if the thread is interrupted before or meanwhile
     */
    static <W extends Waitable> List<W> waitForAny(Collection<W> objects, Duration timeout)
            throws InterruptedException {
        return new AnyWait<>(objects).await(AnyWait.nanos(timeout));
    }
}
