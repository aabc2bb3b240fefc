// A program ends after its children: main's code is over long before.
//
// The parent learns of a child's end from the operating system, and takes its exit status at once:
// nothing is left behind as a zombie.

import module offspring;

void main() {
    new ChildProcess(() -> {
                IO.println("child: start");
                Thread.sleep(Duration.ofSeconds(1));
                IO.println("child: end, and only now the program ends");
            })
            .start();
    IO.println("main: end of its code");
}

// Prints, in any order:
//   main: end of its code
//   child: start
//   child: end, and only now the program ends
