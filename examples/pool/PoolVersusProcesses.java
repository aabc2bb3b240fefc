// A pool against a process for each task: creating processes is what costs.
//
// A pool creates its processes once and reuses them, so "a pool creates none" is not quite right.

import module offspring;

void main() throws Exception {
    List<Integer> numbers = IntStream.range(0, 100).boxed().toList();

    long start = System.nanoTime();
    try (Pool pool = Pool.create(4)) { // close() waits for the tasks; the pool itself would take more maps
        pool.map(n -> n, numbers);
    }
    double pooled = seconds(start);

    start = System.nanoTime();
    List<ChildProcess> children =
            numbers.stream().map(n -> ChildProcess.of(x -> {}, n).start()).toList();
    for (ChildProcess child : children) {
        child.join();
    }
    double separate = seconds(start);

    IO.println("pool of 4: %.3f s, 100 processes: %.3f s".formatted(pooled, separate));
    IO.println("the pool is faster: " + (pooled < separate));
}

static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
}

// Prints, in this order:
//   pool of 4: … s, 100 processes: … s
//   the pool is faster: true
