// applyAsync() does not wait: the result is fetched later, with get().

import module offspring;

void main() throws Exception {
    List<AsyncResult<Integer>> results = new ArrayList<>();
    try (Pool pool = Pool.create(2)) {
        for (int i = 0; i < 5; i++) {
            results.add(pool.applyAsync(n -> slowSquare(n), i));
        }
        IO.println("all submitted, none waited for");
        for (AsyncResult<Integer> result : results) {
            IO.println(result.get()); // there: take it; not there: wait
        }

        // The other order: no more tasks, wait for all, then collect.
        AsyncResult<Integer> last = pool.applyAsync(n -> slowSquare(n), 9);
        pool.shutdown();
        pool.join();
        IO.println("ready before get: " + last.ready() + ", value " + last.get());
    }
}

static int slowSquare(int n) throws InterruptedException {
    Thread.sleep(Duration.ofMillis(100));
    return n * n;
}

// Prints, in this order:
//   all submitted, none waited for
//   0
//   1
//   4
//   9
//   16
//   ready before get: true, value 81
