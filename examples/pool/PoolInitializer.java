// An initializer runs once in each worker, before its first task.

import module offspring;

static String greeting; // each worker's own

void main() throws Exception {
    String word = "hello"; // travels with the initializer
    SharedBarrier both = SharedBarrier.create(2);
    Pool.Builder settings = Pool.builder().processes(2).name("greeters").initializer(() -> {
        greeting = word;
        IO.println("a worker is ready");
        both.await(); // else one might do all the work before the other has booted
    });
    try (Pool pool = settings.build()) {
        IO.println(pool.map(name -> greeting + " " + name, List.of("Ann", "Bob", "Eve"), 1));
    }
}

// Prints, in any order:
//   a worker is ready
//   a worker is ready
//   [hello Ann, hello Bob, hello Eve]
