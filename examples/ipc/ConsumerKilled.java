// A consumer is killed with an item in its hands. Who joins the queue is told, once, and can have the rest done.

import module offspring;

void main() throws Exception {
    JoinableQueue<String> queue = JoinableQueue.create();
    queue.put("a");
    queue.put("b");
    queue.put("c");
    SharedEvent taken = SharedEvent.create();
    ChildProcess consumer = ChildProcess.builder().name("consumer").start(() -> {
        queue.take();
        taken.set();
        Thread.sleep(Duration.ofHours(1));
    });
    taken.await();
    consumer.kill();
    try {
        queue.join();
    } catch (ProcessDiedException died) {
        IO.println(died.exitStatus() + ", and " + queue.size() + " items are left");
    }
    ChildProcess.builder().daemon(true).start(() -> {
        while (true) {
            IO.println("done: " + queue.take());
            queue.taskDone();
        }
    });
    queue.join();
    IO.println("all is done");
}

// Prints, in this order:
//   killed by SIGKILL, and 2 items are left
//   done: b
//   done: c
//   all is done
