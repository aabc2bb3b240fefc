package offspring.pool;

/** Items of a chunk that one worker was given. Guarded by the pool's lock. */
final class Assignment {

    private final Chunk chunk;
    private final int number;
    private final int from;
    private int limit;
    private int arrived;

    Assignment(Chunk chunk, int number, int from, int limit) {
        this.chunk = chunk;
        this.number = number;
        this.from = from;
        this.limit = limit;
    }

    Chunk chunk() {
        return chunk;
    }

    /** Its number among the worker's assignments. */
    int number() {
        return number;
    }

    /** The first item. */
    int from() {
        return from;
    }

    /** The first item that is not the worker's. */
    int limit() {
        return limit;
    }

    /** The first item whose outcome has not arrived. */
    int next() {
        return from + arrived;
    }

    int itemsLeft() {
        return limit - next();
    }

    void lowerLimit(int begun) {
        limit = begun;
    }

    void arrived(int count) {
        arrived += count;
    }

    Range rest(int first) {
        return new Range(chunk, first, limit);
    }
}
