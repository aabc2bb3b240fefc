// Four processes count to 10,000 each. Reading and writing are two steps, between which another may count too.
// They have to be one: by a method that does both, or by the lock that every shared value has.

import module offspring;

void main() throws Exception {
    SharedInt carelessly = SharedInt.create(0);
    SharedInt inOneStep = SharedInt.create(0);
    SharedInt underTheLock = SharedInt.create(0);
    List<ChildProcess> children = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
        children.add(new ChildProcess(() -> {
            for (int n = 0; n < 10_000; n++) {
                carelessly.set(carelessly.get() + 1);
                inOneStep.incrementAndGet();
                underTheLock.lock().withLock(() -> underTheLock.set(underTheLock.get() + 1));
            }
        }).start());
    }
    for (ChildProcess child : children) {
        child.join();
    }
    IO.println("carelessly: " + carelessly + ", often less than 40000");
    IO.println("in one step: " + inOneStep);
    IO.println("under the lock: " + underTheLock);
}

// Prints, in this order:
//   carelessly: …, often less than 40000
//   in one step: 40000
//   under the lock: 40000
