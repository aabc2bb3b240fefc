// To copy: one child with two arguments.

import module offspring;

void main() throws Exception {
    ChildProcess child = ChildProcess.of((a, b) -> work(a, b), "first", 2);
    child.start();
    // what the parent does meanwhile
    child.join();
    // what needs the child's work done
}

static void work(String text, int number) {
    IO.println("work on " + text + " and " + number);
}

// Prints, in this order:
//   work on first and 2
