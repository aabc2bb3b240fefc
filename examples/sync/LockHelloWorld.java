// Ten children say hello one at a time, under one lock that each of them has captured.

import module offspring;

void main() throws Exception {
    SharedLock lock = SharedLock.create();
    List<ChildProcess> children = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
        int n = i;
        children.add(new ChildProcess(() -> lock.withLock(() -> IO.println("hello world " + n))).start());
    }
    for (ChildProcess child : children) {
        child.join();
    }
}

// Prints, in any order:
//   hello world 0
//   hello world 1
//   hello world 2
//   hello world 3
//   hello world 4
//   hello world 5
//   hello world 6
//   hello world 7
//   hello world 8
//   hello world 9
