// Ten tasks on four workers, each saying when it begins and ends.
//
// Fetch the results even if there is nothing in them: that is how you learn of failures.

import module offspring;

void main() throws Exception {
    IO.println("parent begins");
    try (Pool pool = Pool.create(4)) {
        List<AsyncResult<?>> results = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            int number = i;
            results.add(pool.submit(() -> work(number)));
        }
        pool.shutdown(); // must come before join
        pool.join();
        for (AsyncResult<?> result : results) {
            result.get();
        }
    }
    IO.println("parent ends");
}

static void work(int number) throws InterruptedException {
    long start = System.nanoTime();
    IO.println("task " + number + " begins in " + ProcessHandle.current().pid());
    Thread.sleep(ThreadLocalRandom.current().nextInt(100, 400));
    long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
    IO.println("task " + number + " ends after " + millis + " ms");
}

// Prints, in any order:
//   parent begins
//   task 0 begins in …
//   task 1 begins in …
//   task 2 begins in …
//   task 3 begins in …
//   task 4 begins in …
//   task 5 begins in …
//   task 6 begins in …
//   task 7 begins in …
//   task 8 begins in …
//   task 9 begins in …
//   task 0 ends after … ms
//   task 1 ends after … ms
//   task 2 ends after … ms
//   task 3 ends after … ms
//   task 4 ends after … ms
//   task 5 ends after … ms
//   task 6 ends after … ms
//   task 7 ends after … ms
//   task 8 ends after … ms
//   task 9 ends after … ms
//   parent ends
