// Three children share the screen under a lock: begin and end of each stay together.
//
// A lock excludes; it does not order. Which child comes first is luck.

import module offspring;

void main() throws Exception {
    SharedLock lock = SharedLock.create();
    List<ChildProcess> children = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
        children.add(ChildProcess.of((l, n) -> work(l, n), lock, i).start());
    }
    for (ChildProcess child : children) {
        child.join();
    }
}

static void work(SharedLock lock, int n) throws InterruptedException {
    lock.lock();
    try {
        IO.println(n + " is running");
        Thread.sleep(ThreadLocalRandom.current().nextInt(200));
        IO.println(n + " is done");
    } finally {
        lock.unlock();
    }
}

// Prints, in any order:
//   0 is running
//   0 is done
//   1 is running
//   1 is done
//   2 is running
//   2 is done
