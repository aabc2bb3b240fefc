// Two children under one reentrant lock, which each takes twice.
//
// The lock has to be passed or captured. A lock in a static field is another one in each process, since each process
// initializes its own: nobody excludes anybody then, and nobody complains.

import module offspring;

void main() throws Exception {
    SharedReentrantLock lock = SharedReentrantLock.create();
    ChildProcess first = new ChildProcess(() -> work(lock, "first")).start();
    ChildProcess second = new ChildProcess(() -> work(lock, "second")).start();
    first.join();
    second.join();
    IO.println(lock.isLocked() ? "still locked" : "free again");
}

static void work(SharedReentrantLock lock, String name) throws Exception {
    lock.withLock(() -> {
        IO.println(name + " is in");
        // calls something that takes the lock for itself
        lock.withLock(() -> IO.println(name + " is in " + lock.getHoldCount() + " times"));
    });
}

// Prints, in any order:
//   first is in
//   first is in 2 times
//   second is in
//   second is in 2 times
//   free again
