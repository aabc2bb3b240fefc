// join() makes the caller wait; the child runs the same with it and without it.

import module offspring;

void main() throws Exception {
    ChildProcess waitedFor = ChildProcess.of(name -> speak(name), "waited for").start();
    waitedFor.join();
    IO.println("parent, after join");

    ChildProcess notWaitedFor = ChildProcess.of(name -> speak(name), "not waited for").start();
    IO.println("parent, without join");
    boolean ended = notWaitedFor.join(Duration.ofMillis(1)); // the argument is the longest time to wait
    IO.println("ended within a millisecond: " + ended);
}

static void speak(String who) throws InterruptedException {
    IO.println("hello from the child that is " + who);
    Thread.sleep(Duration.ofSeconds(3));
    IO.println("goodbye from the child that is " + who);
}

// Prints, in any order:
//   hello from the child that is waited for
//   goodbye from the child that is waited for
//   parent, after join
//   parent, without join
//   ended within a millisecond: false
//   hello from the child that is not waited for
//   goodbye from the child that is not waited for
