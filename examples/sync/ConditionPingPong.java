// Two processes take turns under one condition: each waits until it is its turn, and signals when it has played.

import module offspring;

void main() throws Exception {
    SharedCondition turn = SharedCondition.create();
    SharedSemaphore played = SharedSemaphore.createUnowned(0);
    ChildProcess pong = new ChildProcess(() -> play(turn, played, 1, "pong")).start();
    play(turn, played, 0, "ping");
    pong.join();
}

static void play(SharedCondition turn, SharedSemaphore played, int side, String text) throws InterruptedException {
    for (int round = 0; round < 3; round++) {
        turn.lock().lock();
        try {
            turn.waitFor(() -> played.availablePermits() % 2 == side);
            IO.println(text);
            played.release();
            turn.signal();
        } finally {
            turn.lock().unlock();
        }
    }
}

// Prints, in this order:
//   ping
//   pong
//   ping
//   pong
//   ping
//   pong
