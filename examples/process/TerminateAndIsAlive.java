// terminate() asks, and does not wait: whether the child is alive is certain only after join().

import module offspring;

void main() throws Exception {
    ChildProcess child = new ChildProcess(() -> {
        Thread.sleep(Duration.ofHours(1));
        IO.println("never");
    });
    IO.println("before start: alive " + child.isAlive());
    child.start();
    IO.println("after start: alive " + child.isAlive());
    child.terminate(); // SIGTERM: isAlive() may be true or false now, neither is promised
    child.join();
    IO.println("after terminate and join: alive " + child.isAlive());
    IO.println("exit code " + child.exitCode().getAsInt() + ", " + child.exitStatus().get());

    ChildProcess stubborn = new ChildProcess(() -> Thread.sleep(Duration.ofHours(1))).start();
    stubborn.kill(); // SIGKILL: nothing of its code runs any more
    stubborn.join();
    IO.println("exit code " + stubborn.exitCode().getAsInt() + ", " + stubborn.exitStatus().get());
}

// Prints, in this order:
//   before start: alive false
//   after start: alive true
//   after terminate and join: alive false
//   exit code -15, killed by SIGTERM
//   exit code -9, killed by SIGKILL
