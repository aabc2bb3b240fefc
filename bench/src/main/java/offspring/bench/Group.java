package offspring.bench;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The groups of rows; the names are those of the CPython script. */
enum Group {
    PROCESS_START(ProcessRows::processStart),
    POOL_CREATE(ProcessRows::poolCreate),
    SEED_HEADLINE(ProcessRows::seedHeadline),
    POOL_APPLY_RTT(PoolRows::applyRoundTrip),
    POOL_MAP_SMALL(PoolRows::mapSmall),
    POOL_APPLY_ASYNC_BURST(PoolRows::applyAsyncBurst),
    POOL_IMAP_UNORDERED(PoolRows::imapUnordered),
    LOCK_UNCONTENDED(SyncRows::lockUncontended),
    LOCK_CONTENDED(SyncRows::lockContended),
    EVENT_WAKE(SyncRows::eventWake),
    CONDITION_PINGPONG(SyncRows::conditionPingPong),
    BARRIER_ROUNDS(SyncRows::barrierRounds),
    CONNECTION_REMOTE(RemoteRows::connectionRemote),
    QUEUE_THROUGHPUT(QueueRows::throughput),
    QUEUE_PINGPONG(QueueRows::pingPong),
    PIPE_THROUGHPUT(PipeRows::throughput),
    PIPE_PINGPONG(PipeRows::pingPong),
    SHARED_MEMORY(ShmRows::sharedMemory),
    MEMORY(MemoryRows::memory);

    /** Measures the rows of a group once. */
    @FunctionalInterface
    interface Measurement {
        void measure(Figures figures, Scale scale) throws Exception;
    }

    /**
     * How much is done for one measurement.
     *
     * @param factor 1, or less for a quick look
     */
    record Scale(double factor) {
        int of(int full) {
            return Math.max(4, (int) (full * factor));
        }
    }

    private final Measurement measurement;

    Group(Measurement measurement) {
        this.measurement = measurement;
    }

    String row() {
        return name().toLowerCase(Locale.ROOT);
    }

    List<Figure> measure(Scale scale) throws Exception {
        Figures figures = new Figures();
        measurement.measure(figures, scale);
        return figures.all();
    }

    /** The group that a row belongs to: {@code pool_map_small.chunk1} to {@code pool_map_small}. */
    static Optional<Group> of(String row) {
        String first = row.split("\\.")[0];
        // pool_close_join is measured along with pool_create.
        String name = first.equals("pool_close_join") ? "pool_create" : first;
        return Stream.of(values()).filter(group -> group.row().equals(name)).findFirst();
    }
}
