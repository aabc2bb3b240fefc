// shutdown(): no more tasks. join(): wait for those that were submitted.

import module offspring;

void main() throws Exception {
    Pool pool = Pool.create(2);
    AsyncResult<List<Integer>> squares = pool.mapAsync(n -> n * n, List.of(1, 2, 3, 4, 5));
    try {
        pool.join();
    } catch (IllegalStateException e) {
        IO.println("join before shutdown: " + e.getClass().getSimpleName());
    }
    pool.shutdown();
    try {
        pool.apply(() -> "too late");
    } catch (RejectedExecutionException e) {
        IO.println("submit after shutdown: " + e.getClass().getSimpleName());
    }
    pool.join();
    IO.println(squares.get());
}

// Prints, in this order:
//   join before shutdown: IllegalStateException
//   submit after shutdown: RejectedExecutionException
//   [1, 4, 9, 16, 25]
