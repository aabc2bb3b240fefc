// What a queue says of itself is right at that moment, also just after a put: an item is in it when put returns. So
// there is nothing to flush, and no thread to join, before a process ends.

import module offspring;

void main() throws Exception {
    SharedQueue<String> queue = SharedQueue.create(2);
    IO.println(queue);
    queue.put("one");
    IO.println("size " + queue.size() + ", empty " + queue.isEmpty() + ", full " + (queue.remainingCapacity() == 0));
    new ChildProcess(() -> {
        queue.put("two");
        Runtime.getRuntime().halt(0); // as abruptly as can be
    }).start().join();
    IO.println("size " + queue.size() + ", empty " + queue.isEmpty() + ", full " + (queue.remainingCapacity() == 0));
    IO.println("first " + queue.peek() + ", all " + List.copyOf(queue));

    queue.close();
    try {
        queue.put("three");
    } catch (QueueClosedException closed) {
        IO.println(closed.getMessage());
    }
    // What is in a closed queue can still be taken, by whoever.
    new ChildProcess(() -> IO.println("a child takes " + queue.take())).start().join();
    IO.println(queue);
    IO.println(queue.poll() + ", then " + queue.poll());
}

// Prints, in this order:
//   SharedQueue[size=0 maxSize=2]
//   size 1, empty false, full false
//   size 2, empty false, full true
//   first one, all [one, two]
//   cannot put into a SharedQueue: it is closed
//   a child takes one
//   SharedQueue[size=1 maxSize=2 closed]
//   two, then null
