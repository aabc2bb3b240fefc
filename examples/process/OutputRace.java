// Three children race for the screen: begin and end of each are not kept together.
//
// A line printed in one call stays whole. To keep several lines together takes a lock.

import module offspring;

void main() throws Exception {
    List<ChildProcess> children = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
        children.add(ChildProcess.of(n -> work(n), i).start());
    }
    for (ChildProcess child : children) {
        child.join();
    }
}

static void work(int n) throws InterruptedException {
    IO.println(n + " is running");
    Thread.sleep(ThreadLocalRandom.current().nextInt(500));
    IO.println(n + " is done");
}

// Prints, in any order:
//   0 is running
//   1 is running
//   2 is running
//   0 is done
//   1 is done
//   2 is done
