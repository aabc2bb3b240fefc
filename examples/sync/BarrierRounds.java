// Three processes work in rounds: nobody begins the next before all have finished this one.

import module offspring;

void main() throws Exception {
    SharedBarrier barrier = SharedBarrier.create(3, () -> IO.println("all are here"), null);
    List<ChildProcess> children = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
        children.add(new ChildProcess(() -> {
            for (int round = 0; round < 2; round++) {
                Thread.sleep(ThreadLocalRandom.current().nextInt(50));
                barrier.await();
            }
        }).start());
    }
    for (ChildProcess child : children) {
        child.join();
    }

    ChildProcess party = new ChildProcess(() -> barrier.await()).start();
    while (barrier.waiting() == 0) {
        Thread.onSpinWait();
    }
    party.kill();
    try {
        barrier.await();
    } catch (BrokenBarrierException broken) {
        IO.println("somebody who was waiting has died");
    }
}

// Prints, in this order:
//   all are here
//   all are here
//   somebody who was waiting has died
