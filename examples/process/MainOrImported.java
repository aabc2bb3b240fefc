// No guard around main: a child does not run it again. Static initializers do run again.
//
// So keep side effects out of static initializers: a server socket opened there is opened in every child.
// A child started there would start the next; that is refused with an explanation.

import module offspring;

static final String WHO = announce();

static String announce() {
    String who = ChildProcess.current().isMain() ? "the first process" : "a child";
    IO.println("static initializer runs in " + who);
    return who;
}

void main() throws Exception {
    IO.println("main runs in " + WHO);
    new ChildProcess(() -> IO.println("the action runs in " + WHO)).start().join();
}

// Prints, in this order:
//   static initializer runs in the first process
//   main runs in the first process
//   static initializer runs in a child
//   the action runs in a child
