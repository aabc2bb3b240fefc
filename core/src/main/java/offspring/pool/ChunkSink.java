package offspring.pool;

/**
 * Who waits for the outcomes of chunks. All methods but {@link #label} are called under the pool's lock, and
 * must be short: nothing is decoded, no user code is called.
 */
interface ChunkSink {

    /** Whether nobody waits any more: what has not begun need not run. */
    boolean isAbandoned();

    /** Items of a chunk have outcomes, from {@code firstItem} on without gaps. */
    void arrived(Chunk chunk, int firstItem, OutcomeBlock outcomes);

    /** Items of a chunk failed for a reason that lies outside of them. */
    void lost(Chunk chunk, int firstItem, int count, Throwable why);

    /** The pool was terminated: nothing comes any more. */
    void terminated();

    /** What an item's task is called, for people. */
    String label(Chunk chunk, int item);
}
