// A child is killed while it holds the lock: the next to lock it gets it, and is told.

import module offspring;

void main() throws Exception {
    SharedLock lock = SharedLock.create();
    SharedEvent held = SharedEvent.create();
    ChildProcess child = new ChildProcess(() -> {
        lock.lock();
        held.set();
        Thread.sleep(Duration.ofHours(1));
    }).start();
    held.await();
    child.kill();
    lock.lock();
    try {
        if (lock.holderDied()) {
            IO.println("the holder died: look whether what it was changing is sound");
            lock.markConsistent();
        }
    } finally {
        lock.unlock();
    }
    IO.println(lock);
}

// Prints, in this order:
//   the holder died: look whether what it was changing is sound
//   SharedLock[free]
