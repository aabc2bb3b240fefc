// get() with a timeout: TimeoutException if there is no result yet; the task goes on.
//
// close() waits for it. Who does not want to wait cancels the task, or terminates the pool.

import module offspring;

void main() throws Exception {
    try (Pool pool = Pool.create(2)) {
        AsyncResult<Integer> quick = pool.applyAsync(n -> n * n, 10);
        IO.println(quick.get(Duration.ofMinutes(1)));

        SharedEvent goOn = SharedEvent.create();
        AsyncResult<String> slow = pool.applyAsync(() -> {
            goOn.await();
            return "done in spite of the timeout";
        });
        try {
            slow.get(Duration.ofMillis(100));
        } catch (TimeoutException e) {
            IO.println("not yet");
        }
        goOn.set();
        IO.println(slow.get());

        AsyncResult<String> endless = pool.applyAsync(() -> {
            Thread.sleep(Duration.ofHours(1));
            return "never";
        });
        IO.println("cancelled: " + endless.cancel(true)); // interrupts it, so that close() need not wait
    }
}

// Prints, in this order:
//   100
//   not yet
//   done in spite of the timeout
//   cancelled: true
