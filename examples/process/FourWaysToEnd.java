// Four ways a process ends: normally, with an error code, by an exception nobody caught, killed by another.

import module offspring;

void main() throws Exception {
    show("normal end (its own will)", new ChildProcess(() -> IO.println("at work")).start());
    show("error exit (its own will)", new ChildProcess(() -> System.exit(2)).start());
    show("uncaught exception (against its will)", ChildProcess.of(n -> IO.println(1 / n), 0).start());
    ChildProcess victim = new ChildProcess(() -> Thread.sleep(Duration.ofHours(1))).start();
    victim.kill();
    show("killed by another (against its will)", victim);
    // The code that a shell would show for SIGKILL, but chosen by the program itself: told apart.
    show("exit with 137", new ChildProcess(() -> System.exit(137)).start());
}

static void show(String how, ChildProcess child) throws InterruptedException {
    child.join();
    IO.println(how + ": " + child.exitCode().getAsInt() + ", " + child.exitStatus().get());
}

// Prints, in this order:
//   at work
//   normal end (its own will): 0, exited with code 0
//   error exit (its own will): 2, exited with code 2
//   uncaught exception (against its will): 1, exited with code 1
//   killed by another (against its will): -9, killed by SIGKILL
//   exit with 137: 137, exited with code 137
//
// On stderr:
//   …ChildProcess-3…
//   …ArithmeticException: / by zero…
