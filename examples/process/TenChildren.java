// Ten children, started by a method: they run in an order of their own.

import module offspring;

void main() throws Exception {
    for (ChildProcess child : startAll(10)) {
        child.join();
    }
}

static List<ChildProcess> startAll(int howMany) {
    List<ChildProcess> children = new ArrayList<>();
    for (int i = 0; i < howMany; i++) {
        children.add(ChildProcess.of(number -> IO.println("child " + number), i).start());
    }
    return children;
}

// Prints, in any order:
//   child 0
//   child 1
//   child 2
//   child 3
//   child 4
//   child 5
//   child 6
//   child 7
//   child 8
//   child 9
