package offspring.pool;

import offspring.ring.Doorbell;

/** Where workers come from. */
interface WorkerSource {

    /** The doorbell that workers ring, made at the first call. */
    Doorbell bell();

    /** What is shared with a worker that is to be started. */
    WorkerPort open();

    /**
     * Starts the worker in the background; the crew is told when it has been started, and when it has
     * ended or could not be started.
     */
    void start(Worker worker, Crew crew);

    /** Gives back the doorbell. */
    void close();
}
