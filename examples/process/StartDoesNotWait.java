// start() does not wait until the child really runs.
//
// Usually main's line comes first, but nobody promises it.

import module offspring;

void main() {
    new ChildProcess(() -> {
                IO.println("child: start");
                Thread.sleep(Duration.ofMillis(300));
                IO.println("child: end");
            })
            .start();
    IO.println("main: done");
}

// Prints, in any order:
//   child: start
//   child: end
//   main: done
