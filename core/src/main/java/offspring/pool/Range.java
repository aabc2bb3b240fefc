package offspring.pool;

/**
 * Items of a chunk that wait for a worker.
 *
 * @param chunk the chunk
 * @param from the first item
 * @param to the item after the last
 */
record Range(Chunk chunk, int from, int to) {

    int count() {
        return to - from;
    }
}
