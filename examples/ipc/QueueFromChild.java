// A child sends its parent something. It may end at once: what it has put is in the queue.

import module offspring;

void main() throws Exception {
    SharedQueue<List<String>> queue = SharedQueue.create();
    ChildProcess child = new ChildProcess(() -> queue.put(List.of(LocalTime.now().toString(), "from Eva", "hello")));
    child.start();
    child.join();
    IO.println(queue.take());
}

// Prints, in this order:
//   […:…, from Eva, hello]
