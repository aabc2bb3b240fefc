// The same ten children from a loop in main: the order of running is not the order of starting.
//
// Nobody joins them here: a program ends only when its children have ended (daemons excepted).
// If the numbers come in order, that proves nothing; run it again.

import module offspring;

void main() {
    for (int i = 0; i < 10; i++) {
        int number = i;
        new ChildProcess(() -> IO.println(number)).start();
    }
}

// Prints, in any order:
//   0
//   1
//   2
//   3
//   4
//   5
//   6
//   7
//   8
//   9
