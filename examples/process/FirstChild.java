// A first child process: a function and its argument, run in another JVM.
//
// start() does not wait; join() does. (Sleeping "long enough" instead of joining only works until it does not.)
// There is no guard to write around main: a child does not run the program again, it runs the function.

import module offspring;

void main() throws Exception {
    ChildProcess child = ChildProcess.of(name -> greet(name), "Jay").start();
    child.join();
    IO.println("I am the parent, and my child has ended with " + child.exitCode().getAsInt());
}

static void greet(String name) {
    IO.println("hello " + name);
    IO.println("I am the child: " + ChildProcess.current().name());
}

// Prints, in this order:
//   hello Jay
//   I am the child: ChildProcess-1
//   I am the parent, and my child has ended with 0
