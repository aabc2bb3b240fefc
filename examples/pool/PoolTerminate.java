// terminate() ends the workers at once: running tasks stop, waiting ones never run, nobody waits in vain.
//
// After shutdown() and join() it would do nothing, since everything is done.

import module offspring;

void main() throws Exception {
    Pool pool = Pool.create(2);
    pool.apply(() -> "both of us know the pool is up");
    List<AsyncResult<String>> results = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
        results.add(pool.applyAsync(() -> {
            Thread.sleep(Duration.ofHours(1));
            return "never";
        }));
    }
    long start = System.nanoTime();
    pool.terminate();
    pool.join();
    for (AsyncResult<String> result : results) {
        try {
            result.get();
        } catch (CancellationException e) {
            IO.println("cancelled");
        }
    }
    IO.println("an hour's work stopped within half a minute: " + (System.nanoTime() - start < 30e9));
}

// Prints, in this order:
//   cancelled
//   cancelled
//   cancelled
//   cancelled
//   an hour's work stopped within half a minute: true
