// Ten guests, and a room for three: one leaves, one enters.
//
// The second semaphore only counts who is inside, so that the example can say how many there were at most.

import module offspring;

void main() throws Exception {
    SharedSemaphore room = SharedSemaphore.createBounded(3);
    SharedSemaphore inside = SharedSemaphore.createUnowned(0);
    List<ChildProcess> guests = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
        int number = i;
        guests.add(new ChildProcess(() -> visit(room, inside, number)).start());
    }
    for (ChildProcess guest : guests) {
        guest.join();
    }
    IO.println(room);
    try {
        room.release();
    } catch (IllegalStateException tooMany) {
        IO.println("a fourth place cannot be made up");
    }
}

static void visit(SharedSemaphore room, SharedSemaphore inside, int number) throws InterruptedException {
    room.acquire();
    try {
        inside.release();
        if (inside.availablePermits() > 3) {
            IO.println("too many guests");
        }
        IO.println("guest " + number + " is here");
        Thread.sleep(ThreadLocalRandom.current().nextInt(10, 100));
        inside.acquire();
    } finally {
        room.release();
    }
}

// Prints, in any order:
//   guest 0 is here
//   guest 1 is here
//   guest 2 is here
//   guest 3 is here
//   guest 4 is here
//   guest 5 is here
//   guest 6 is here
//   guest 7 is here
//   guest 8 is here
//   guest 9 is here
//   SharedSemaphore[permits=3 bound=3]
//   a fourth place cannot be made up
