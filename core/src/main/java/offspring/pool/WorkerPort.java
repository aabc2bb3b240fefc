package offspring.pool;

import java.util.List;
import offspring.region.Hold;
import offspring.wire.Shipment;

/**
 * The parent's end of what it shares with one worker. Used under the pool's lock.
 *
 * <p>No method waits.
 */
interface WorkerPort {

    /**
     * Sends items of a chunk.
     *
     * @param assignment which items
     * @param withFunction whether the worker still needs the function
     * @return false if there is no room now
     */
    boolean send(Assignment assignment, boolean withFunction);

    /** Tells that a function is not needed any more; false if there is no room now. */
    boolean forget(long functionId);

    /** Tells the worker to end when it has done what it was sent; false if there is no room now. */
    boolean stop();

    /** The assignment's ticket. */
    long ticket(Assignment assignment);

    /** Changes the assignment's ticket if it still is what was read. */
    boolean replaceTicket(Assignment assignment, long expected, long word);

    /** Whether there is something to read. */
    boolean hasOutcomes();

    /** Hands what the worker has published to the reader, at most so many records; returns how many. */
    int read(OutcomeReader reader, int limit);

    /** What the bytes of records are read with. */
    interface OutcomeReader {
        /** The initializer has run. */
        void ready();

        /** The initializer has failed; without a payload, if the failure was too long. */
        void initializerFailed(Shipment failure);

        /** Items have outcomes, with shared objects in them. */
        void items(int assignment, int firstItem, byte[] records, int count, List<Hold> cargo, boolean last);

        /** Nothing of an assignment is begun any more. */
        void chunkEnd(int assignment);
    }

    /** Gives the memory back: the worker is gone, or given up, and what it writes then is seen by nobody. */
    void close();

    /** Marks a worker as given up that runs in this JVM. */
    void abandon();
}
