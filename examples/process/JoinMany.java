// Where to join several children: after the loop. Inside it they run one by one.

import module offspring;

void main() throws Exception {
    long serial = millis(() -> {
        for (int i = 0; i < 4; i++) {
            ChildProcess.of(name -> greet(name), "Bob").start().join(); // waits before it starts the next
        }
    });
    long together = millis(() -> {
        List<ChildProcess> children = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            children.add(ChildProcess.of(name -> greet(name), "Ann").start());
        }
        for (ChildProcess child : children) {
            child.join();
        }
    });
    IO.println("join inside the loop: %d ms, after it: %d ms".formatted(serial, together));
    IO.println("one after the other needs at least four times 400 ms: " + (serial >= 1600));
    IO.println("together it is little more than 400 ms, on a machine with nothing else to do");
}

static void greet(String name) throws InterruptedException {
    IO.println("hello " + name);
    Thread.sleep(Duration.ofMillis(400));
}

static long millis(Action work) throws Exception {
    long start = System.nanoTime();
    work.execute();
    return Duration.ofNanos(System.nanoTime() - start).toMillis();
}

// Prints, in this order:
//   hello Bob
//   hello Bob
//   hello Bob
//   hello Bob
//   hello Ann
//   hello Ann
//   hello Ann
//   hello Ann
//   join inside the loop: … ms, after it: … ms
//   one after the other needs at least four times 400 ms: true
//   together it is little more than 400 ms, on a machine with nothing else to do
