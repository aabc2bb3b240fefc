// A list of this and that from a child; and the order in which two processes have put.

import module offspring;

void main() throws Exception {
    SharedQueue<List<Object>> queue = SharedQueue.create();
    ChildProcess child = new ChildProcess(() -> queue.put(List.of("xiaoming", 12))).start();
    IO.println(queue.take());
    child.join();

    // First in, first out: what the parent put before the child was started comes before what the child puts.
    queue.put(List.of("xiaofang"));
    new ChildProcess(() -> queue.put(List.of("xiaoming", 12))).start().join();
    IO.println("first " + queue.take() + ", then " + queue.take());
}

// Prints, in this order:
//   [xiaoming, 12]
//   first [xiaofang], then [xiaoming, 12]
