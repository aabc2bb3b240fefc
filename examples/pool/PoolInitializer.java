// An initializer runs once in each worker, before its first task.

import module offspring;

static String greeting; // each worker's own

void main() throws Exception {
    String word = "hello"; // travels with the initializer
    Pool.Builder settings = Pool.builder().processes(2).name("greeters").initializer(() -> {
        greeting = word;
        IO.println("a worker is ready");
    });
    try (Pool pool = settings.build()) {
        IO.println(pool.map(name -> {
            Thread.sleep(300); // long enough for both workers to take part
            return greeting + " " + name;
        }, List.of("Ann", "Bob", "Eve"), 1));
    }
}

// Prints, in any order:
//   a worker is ready
//   a worker is ready
//   [hello Ann, hello Bob, hello Eve]
