// Two children with two functions: they run at the same time.

import module offspring;

void main() throws Exception {
    long start = System.nanoTime();
    ChildProcess eat = new ChildProcess(() -> spendTime("eating")).start();
    ChildProcess sleep = new ChildProcess(() -> spendTime("sleeping")).start();
    IO.println("main has started both");
    eat.join();
    sleep.join();
    long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
    IO.println("a second each, and together " + millis + " ms: about one, on a machine with nothing else to do");
}

static void spendTime(String how) throws InterruptedException {
    IO.println("start " + how);
    Thread.sleep(Duration.ofSeconds(1));
    IO.println("end " + how);
}

// Prints, in any order:
//   main has started both
//   start eating
//   start sleeping
//   end eating
//   end sleeping
//   a second each, and together … ms: about one, on a machine with nothing else to do
