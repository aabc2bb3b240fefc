// The asynchronous pool: ten tasks on three workers, at most three at a time.
//
// A worker that is free takes the next task; they neither begin nor end together.

import module offspring;

void main() throws Exception {
    List<AsyncResult<Integer>> results = new ArrayList<>();
    Pool pool = Pool.create(3);
    for (int i = 0; i < 10; i++) {
        results.add(pool.applyAsync(n -> work(n), i));
    }
    pool.shutdown(); // no more tasks
    pool.join(); // all done; not needed if every result is fetched
    List<Integer> values = new ArrayList<>();
    for (AsyncResult<Integer> result : results) {
        values.add(result.get());
    }
    IO.println(values);
}

static int work(int n) throws InterruptedException {
    IO.println("task " + n + " runs in " + ProcessHandle.current().pid());
    Thread.sleep(Duration.ofMillis(200));
    return n * n;
}

// Prints, in any order:
//   task 0 runs in …
//   task 1 runs in …
//   task 2 runs in …
//   task 3 runs in …
//   task 4 runs in …
//   task 5 runs in …
//   task 6 runs in …
//   task 7 runs in …
//   task 8 runs in …
//   task 9 runs in …
//   [0, 1, 4, 9, 16, 25, 36, 49, 64, 81]
