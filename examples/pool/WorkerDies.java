// A worker is killed in the middle of a task: that task fails and says why, the pool goes on.

import module offspring;

void main() throws Exception {
    try (Pool pool = Pool.create(2)) {
        AsyncResult<String> doomed = pool.applyAsync(() -> {
            System.err.println("about to crash");
            Runtime.getRuntime().halt(3);
            return "never";
        });
        AsyncResult<List<Integer>> others = pool.mapAsync(n -> n * n, List.of(1, 2, 3, 4));
        try {
            doomed.get();
        } catch (ExecutionException e) {
            WorkerDiedException died = (WorkerDiedException) e.getCause();
            IO.println("how: " + died.exitStatus() + ", last words: " + died.stderrTail());
        }
        IO.println("all others: " + others.get());
        IO.println("workers: " + pool.map(n -> ProcessHandle.current().isAlive(), List.of(1, 2)));
    }
}

// Prints, in this order:
//   how: exited with code 3, last words: [about to crash]
//   all others: [1, 4, 9, 16]
//   workers: [true, true]
//
// On stderr:
//   about to crash
