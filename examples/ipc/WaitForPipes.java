// Four children, a pipe for each: the parent receives from whichever has something, until all have ended.

import module offspring;

void main() throws Exception {
    List<Connection<String>> open = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
        SharedPipe<String> pipe = SharedPipe.create(false);
        ChildProcess.of((end, n) -> work(end, n), pipe.second(), i).start();
        pipe.second().close();
        open.add(pipe.first());
    }
    while (!open.isEmpty()) {
        for (Connection<String> ready : Waitable.waitForAny(open)) {
            try {
                IO.println(ready.receive());
            } catch (EOFException ended) {
                open.remove(ready);
                ready.close();
            }
        }
    }
    IO.println("all have ended");
}

static void work(Connection<String> end, int n) throws Exception {
    for (int i = 1; i <= 2; i++) {
        Thread.sleep(ThreadLocalRandom.current().nextInt(100));
        end.send("message " + i + " of child " + n);
    }
    end.close();
}

// Prints, in any order:
//   message 1 of child 0
//   message 2 of child 0
//   message 1 of child 1
//   message 2 of child 1
//   message 1 of child 2
//   message 2 of child 2
//   message 1 of child 3
//   message 2 of child 3
//   all have ended
