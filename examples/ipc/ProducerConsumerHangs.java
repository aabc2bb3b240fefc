// A producer that ends, and a consumer that never learns of it: it would wait for an eleventh bun for ever.
//
// What helps is to say so: close() reaches everybody who waits, in whatever process.

import module offspring;

void main() throws Exception {
    SharedQueue<String> queue = SharedQueue.create();
    ChildProcess producer = new ChildProcess(() -> {
        for (int i = 0; i < 10; i++) {
            Thread.sleep(ThreadLocalRandom.current().nextInt(10, 30));
            queue.put("bun " + i);
        }
    });
    ChildProcess consumer = new ChildProcess(() -> {
        try {
            while (true) {
                IO.println("ate " + queue.take());
            }
        } catch (QueueClosedException nothingMore) {
            IO.println("nothing more will come");
        }
    });
    producer.start();
    consumer.start();
    producer.join();
    IO.println("the consumer has ended, too: " + consumer.join(Duration.ofMillis(500)));
    queue.close();
    consumer.join();
    IO.println("and now: " + !consumer.isAlive());
}

// Prints, in any order:
//   ate bun 0
//   ate bun 1
//   ate bun 2
//   ate bun 3
//   ate bun 4
//   ate bun 5
//   ate bun 6
//   ate bun 7
//   ate bun 8
//   ate bun 9
//   the consumer has ended, too: false
//   nothing more will come
//   and now: true
