// Who fetches all results at the end needs no callback, and mostly no applyAsync: that is map().

import module offspring;

void main() throws Exception {
    try (Pool pool = Pool.create()) {
        List<AsyncResult<Integer>> results = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            results.add(pool.applyAsync(n -> slowSquare(n), i));
        }
        List<Integer> collected = new ArrayList<>();
        for (AsyncResult<Integer> result : results) {
            collected.add(result.get());
        }
        IO.println(collected);
        IO.println(pool.map(n -> slowSquare(n), IntStream.range(0, 10).boxed().toList()));
    }
}

static int slowSquare(int n) throws InterruptedException {
    Thread.sleep(Duration.ofMillis(50));
    return n * n;
}

// Prints, in this order:
//   [0, 1, 4, 9, 16, 25, 36, 49, 64, 81]
//   [0, 1, 4, 9, 16, 25, 36, 49, 64, 81]
