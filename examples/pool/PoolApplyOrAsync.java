// Ten tasks on five workers, two ways: apply() is serial, applyAsync() with a callback runs five at a time.
//
// If no worker is free, apply() waits; applyAsync() never does, the task waits in the pool.

import module offspring;

void main() throws Exception {
    try (Pool pool = Pool.create(5)) {
        pool.map(n -> work(n), List.of(0, 0, 0, 0, 0)); // all workers are up

        long serial = millis(() -> {
            for (int i = 0; i < 10; i++) {
                pool.apply(n -> work(n), i);
            }
        });
        List<Integer> called = Collections.synchronizedList(new ArrayList<>());
        long parallel = millis(() -> {
            List<AsyncResult<Integer>> results = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                results.add(pool.applyAsync(n -> work(n), i, called::add, Throwable::printStackTrace));
            }
            for (AsyncResult<Integer> result : results) {
                result.get();
            }
        });
        IO.println("apply: %d ms, applyAsync: %d ms".formatted(serial, parallel));
        IO.println("apply took ten units of 400 ms: " + (serial >= 4000));
        IO.println("applyAsync took less: " + (parallel < serial));
        IO.println("callbacks got " + new TreeSet<>(called));
    }
}

static int work(int n) throws InterruptedException {
    Thread.sleep(Duration.ofMillis(400));
    return 100 + n;
}

static long millis(Action work) throws Exception {
    long start = System.nanoTime();
    work.execute();
    return Duration.ofNanos(System.nanoTime() - start).toMillis();
}

// Prints, in this order:
//   apply: … ms, applyAsync: … ms
//   apply took ten units of 400 ms: true
//   applyAsync took less: true
//   callbacks got [100, 101, 102, 103, 104, 105, 106, 107, 108, 109]
