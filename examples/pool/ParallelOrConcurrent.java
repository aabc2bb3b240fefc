// Parallel: at the same instant, on several processors. Concurrent: taking turns, on one or more.
//
// Computing gains from parallelism, up to the number of processors. Waiting gains from mere concurrency:
// eight tasks that wait need no eight processors.

import module offspring;

void main() throws Exception {
    int processors = Cpus.available();
    List<Integer> parts = IntStream.range(0, 8).boxed().toList();
    try (Pool pool = Pool.create(8)) {
        pool.map(n -> wait(n), parts, 1); // all workers are up
        double computing = millis(() -> parts.forEach(n -> primes(n))) / (double) millis(() -> pool.map(n -> primes(n), parts, 1));
        long waiting = millis(() -> pool.map(n -> wait(n), parts, 1));
        IO.println("%d processors; computing was %.1f times as fast in 8 processes".formatted(processors, computing));
        IO.println("waiting 8 × 1 s took " + waiting + " ms, less than the sum: " + (waiting < 8000));
    }
}

static int primes(int part) {
    int found = 0;
    for (int n = Math.max(2, part * 40_000); n < (part + 1) * 40_000; n++) {
        boolean prime = true;
        for (int d = 2; d * d <= n && prime; d++) {
            prime = n % d != 0;
        }
        found += prime ? 1 : 0;
    }
    return found;
}

static int wait(int part) throws InterruptedException {
    Thread.sleep(Duration.ofSeconds(1));
    return part;
}

static long millis(Action work) throws Exception {
    long start = System.nanoTime();
    work.execute();
    return Math.max(1, Duration.ofNanos(System.nanoTime() - start).toMillis());
}

// Prints, in this order:
//   … processors; computing was … times as fast in 8 processes
//   waiting 8 × 1 s took … ms, less than the sum: true
