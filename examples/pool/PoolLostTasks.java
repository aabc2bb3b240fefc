// Neither get() nor close(): the program ends, its unfinished tasks are lost, and it says so.
//
// So close your pools; try-with-resources does.

import module offspring;

void main() throws Exception {
    Pool pool = Pool.create(2);
    pool.apply(() -> "ready");
    for (int i = 0; i < 5; i++) {
        pool.applyAsync(() -> {
            Thread.sleep(Duration.ofSeconds(30));
            IO.println("never");
            return null;
        });
    }
    IO.println("end of main");
}

// Prints, in this order:
//   end of main
//
// On stderr:
//   …5 unfinished tasks…
