// A queue for three items: what can be asked of it, and what happens when it is full or empty.
//
// put and take would wait; with a time they wait so long at most, and without one offer and poll do not wait at all.

import module offspring;

void main() throws Exception {
    SharedQueue<Integer> queue = SharedQueue.create(3);
    queue.put(3);
    queue.put(3);
    queue.put(3);
    if (!queue.offer(3)) {
        IO.println("the queue is full");
    }
    try {
        queue.add(3);
    } catch (IllegalStateException full) {
        IO.println("and add says so by an exception");
    }
    IO.println("room for more: " + queue.remainingCapacity());
    IO.println("a fourth, with some patience: " + queue.offer(3, Duration.ofMillis(100)));

    IO.println(queue.take());
    IO.println(queue.take());
    IO.println(queue.take());
    if (queue.poll() == null) {
        IO.println("the queue is empty");
    }
    IO.println(queue.isEmpty());
    IO.println("a fourth, with some patience: " + queue.poll(Duration.ofMillis(100)));
}

// Prints, in this order:
//   the queue is full
//   and add says so by an exception
//   room for more: 0
//   a fourth, with some patience: false
//   3
//   3
//   3
//   the queue is empty
//   true
//   a fourth, with some patience: null
