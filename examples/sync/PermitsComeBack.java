// A child is killed while it has a permit: the permit comes back. What a child consumes and ends normally does not.

import module offspring;

void main() throws Exception {
    SharedSemaphore permits = SharedSemaphore.create(2);
    SharedEvent held = SharedEvent.create();
    ChildProcess killed = new ChildProcess(() -> {
        permits.acquire();
        held.set();
        Thread.sleep(Duration.ofHours(1));
    }).start();
    held.await();
    killed.kill();
    permits.acquire(2);
    IO.println("both are here");
    permits.release(2);

    ChildProcess.of(p -> p.acquire(), permits).start().join();
    IO.println(permits);
}

// Prints, in this order:
//   both are here
//   SharedSemaphore[permits=1]
