// One program, two processes: the same code at work on different data, each with its own memory.

import module offspring;

static int steps;

void main() throws Exception {
    List<ChildProcess> two = List.of(
            ChildProcess.of(n -> count(n), 3).start(), ChildProcess.of(n -> count(n), 5).start());
    for (ChildProcess each : two) {
        each.join();
    }
    IO.println("different processes: " + (two.getFirst().pid() != two.getLast().pid()));
    IO.println("the program itself has not changed: steps = " + steps);
}

static void count(int to) {
    while (steps < to) {
        steps++;
    }
    IO.println("this process has made " + steps + " steps");
}

// Prints, in any order:
//   this process has made 3 steps
//   this process has made 5 steps
//   different processes: true
//   the program itself has not changed: steps = 0
