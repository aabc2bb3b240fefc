// A callback gets the task's return value, in the parent; an error callback gets its exception.

import module offspring;

void main() throws Exception {
    long parent = ProcessHandle.current().pid();
    try (Pool pool = Pool.create(2)) {
        AsyncResult<Integer> good = pool.applyAsync(
                n -> {
                    IO.println("the task runs in a child: " + (ProcessHandle.current().pid() != parent));
                    return n * n;
                },
                5,
                square -> IO.println("callback, in the parent "
                        + (ProcessHandle.current().pid() == parent) + ": " + square),
                failure -> IO.println("never"));
        good.get(); // the callback has run when this returns

        pool.applyAsync(n -> 1 / n, 0, quotient -> IO.println("never"), failure -> IO.println("error callback: " + failure.getMessage()))
                .await(Duration.ofMinutes(1));
    }
}

// Prints, in this order:
//   the task runs in a child: true
//   callback, in the parent true: 25
//   error callback: / by zero
