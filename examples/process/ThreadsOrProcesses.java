// Threads or processes? A thread is cheap and shares; a process is isolated and can be killed.
//
// Java's threads run on all cores, so processes are not needed for speed. They are for code that may crash,
// eat all memory, call native libraries, keep global state, or has to be stopped whatever it does.

import module offspring;

static int shared;

void main() throws Exception {
    double thread = micros(200, () -> Thread.ofPlatform().start(() -> {}).join());
    double process = micros(10, () -> new ChildProcess(() -> {}).start().join());
    IO.println("a thread costs %.0f µs, a process %.0f µs".formatted(thread, process));
    IO.println("a process costs more: " + (process > thread));

    Thread.ofPlatform().start(() -> shared = 1).join();
    IO.println("a thread's assignment is seen: " + shared);
    new ChildProcess(() -> shared = 2).start().join();
    IO.println("a process's is not: " + shared);

    // An endless loop that ignores interrupts: no thread can be stopped there, a process can.
    ChildProcess endless = new ChildProcess(() -> {
        while (true) {
            Thread.onSpinWait();
        }
    });
    endless.start();
    endless.kill();
    endless.join();
    IO.println("the endless loop was " + endless.exitStatus().get());
}

/** Of the fastest: the first one pays for loading classes, others wait for a processor. */
static double micros(int times, Action action) throws Exception {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < times; i++) {
        long start = System.nanoTime();
        action.execute();
        least = Math.min(least, System.nanoTime() - start);
    }
    return least / 1e3;
}

// Prints, in this order:
//   a thread costs … µs, a process … µs
//   a process costs more: true
//   a thread's assignment is seen: 1
//   a process's is not: 1
//   the endless loop was killed by SIGKILL
