// However a process ends, the other side of its pipe has its end of file. What it had sent is received first.

import module offspring;

void main() throws Exception {
    SharedPipe<Integer> pipe = SharedPipe.create(false);
    SharedEvent sent = SharedEvent.create();
    Connection<Integer> end = pipe.second();
    ChildProcess child = new ChildProcess(() -> {
        for (int i = 1; i <= 3; i++) {
            end.send(i);
        }
        sent.set();
        Thread.sleep(Duration.ofHours(1));
    }).start();
    end.close();

    sent.await();
    child.kill();
    child.join();
    IO.println("the child was " + child.exitStatus().orElseThrow());
    try {
        while (true) {
            IO.println(pipe.first().receive());
        }
    } catch (EOFException over) {
        IO.println("and that was all");
    }
    pipe.close();
}

// Prints, in this order:
//   the child was killed by SIGKILL
//   1
//   2
//   3
//   and that was all
