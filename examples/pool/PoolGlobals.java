// Static fields in a pool: each worker has its own, kept from task to task, unseen by the parent.
//
// So do not return results through them. They are the place for what a worker makes once and uses often.

import module offspring;

static int counter;

void main() throws Exception {
    try (Pool pool = Pool.create(1)) {
        IO.println("in the worker: " + pool.map(n -> ++counter, List.of(1, 2, 3)));
        IO.println("in the same worker, later: " + pool.apply(() -> ++counter));
    }
    IO.println("in the parent: " + counter);
}

// Prints, in this order:
//   in the worker: [1, 2, 3]
//   in the same worker, later: 4
//   in the parent: 0
