// Synchronous or asynchronous, blocking or not: four ways to get one result.

import module offspring;

void main() throws Exception {
    try (Pool pool = Pool.create(1)) {
        // Synchronous, blocking: wait in place.
        IO.println("apply: " + pool.apply(n -> slowSquare(n), 3));

        // Synchronous, not blocking: ask again and again. Wasteful.
        AsyncResult<Integer> polled = pool.applyAsync(n -> slowSquare(n), 4);
        int asked = 1;
        while (!polled.ready()) {
            asked++;
            Thread.sleep(20);
        }
        IO.println("asked " + asked + " times: " + polled.get());

        // Asynchronous, blocking: submit, do something else, and then wait all the same.
        AsyncResult<Integer> later = pool.applyAsync(n -> slowSquare(n), 5);
        IO.println("something else");
        IO.println("get: " + later.get());

        // Asynchronous, not blocking: be called, mostly after going on.
        pool.applyAsync(n -> slowSquare(n), 6, square -> IO.println("callback: " + square), Throwable::printStackTrace);
        IO.println("free to go on");
    }
}

static int slowSquare(int n) throws InterruptedException {
    Thread.sleep(200);
    return n * n;
}

// Prints, in any order:
//   apply: 9
//   asked … times: 16
//   something else
//   get: 25
//   free to go on
//   callback: 36
