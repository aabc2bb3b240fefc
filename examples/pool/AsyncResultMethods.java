// What one can ask an AsyncResult: ready, await, successful, get with a timeout, cancel.
//
// terminate() is a method of the pool; what one wants for one result is cancel(true).

import module offspring;

void main() throws Exception {
    try (Pool pool = Pool.create(1)) {
        SharedEvent asked = SharedEvent.create();
        AsyncResult<String> result = pool.applyAsync(() -> {
            asked.await();
            return "value";
        });
        IO.println("ready: " + result.ready());
        try {
            result.successful();
        } catch (IllegalStateException e) {
            IO.println("successful() before it is ready: " + e.getClass().getSimpleName());
        }
        IO.println("await 1 ms: " + result.await(Duration.ofMillis(1)));
        asked.set();
        IO.println("await 1 min: " + result.await(Duration.ofMinutes(1)));
        IO.println("successful: " + result.successful() + ", " + result.get());

        AsyncResult<Integer> failing = pool.applyAsync(n -> 1 / n, 0);
        failing.await(Duration.ofMinutes(1));
        IO.println("successful: " + failing.successful());

        AsyncResult<String> unwanted = pool.applyAsync(() -> {
            Thread.sleep(Duration.ofHours(1));
            return "never";
        });
        IO.println("cancelled: " + unwanted.cancel(true));
    }
}

// Prints, in this order:
//   ready: false
//   successful() before it is ready: IllegalStateException
//   await 1 ms: false
//   await 1 min: true
//   successful: true, value
//   successful: false
//   cancelled: true
