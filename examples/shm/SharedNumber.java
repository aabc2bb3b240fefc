// Memory is not shared, a SharedInt is: what a child sets, the parent sees.
//
// The counterpart of MemoryIsolation.java, where a static field stays what it was.

import module offspring;

static int n = 100;

void main() throws Exception {
    SharedInt shared = SharedInt.create(100);
    ChildProcess child = new ChildProcess(() -> {
        n = 0;
        shared.set(0);
    });
    child.start().join();
    IO.println("the static field is still " + n);
    IO.println("the shared number is " + shared);
}

// Prints, in this order:
//   the static field is still 100
//   the shared number is 0
