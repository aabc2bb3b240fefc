// Whoever knows that all is made can say so: here main, after it has joined the producer.

import module offspring;

void main() throws Exception {
    SharedQueue<Optional<String>> queue = SharedQueue.create();
    ChildProcess producer = new ChildProcess(() -> {
        for (int i = 0; i < 2; i++) {
            Thread.sleep(ThreadLocalRandom.current().nextInt(10, 30));
            queue.put(Optional.of("bun " + i));
        }
    });
    ChildProcess consumer = new ChildProcess(() -> {
        int eaten = 0;
        for (Optional<String> next = queue.take(); next.isPresent(); next = queue.take()) {
            eaten++;
        }
        IO.println("ate " + eaten + " buns");
    });
    producer.start();
    consumer.start();
    producer.join();
    IO.println("all is made");
    queue.put(Optional.empty());
    consumer.join();
}

// Prints, in this order:
//   all is made
//   ate 2 buns
