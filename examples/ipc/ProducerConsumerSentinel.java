// The producer's last item says that it was the last one. null cannot be put; an item of a type of one's own can.

import module offspring;

sealed interface Delivery extends Serializable {}

record Bun(int number) implements Delivery {}

record NothingMore() implements Delivery {}

void main() throws Exception {
    SharedQueue<Delivery> queue = SharedQueue.create();
    ChildProcess producer = new ChildProcess(() -> produce(queue)).start();
    ChildProcess consumer = new ChildProcess(() -> consume(queue)).start();
    IO.println("main goes on");
    producer.join();
    consumer.join();
}

static void produce(SharedQueue<Delivery> queue) throws InterruptedException {
    for (int i = 0; i < 5; i++) {
        Thread.sleep(ThreadLocalRandom.current().nextInt(10, 30));
        IO.println("made bun " + i);
        queue.put(new Bun(i));
    }
    queue.put(new NothingMore());
}

static void consume(SharedQueue<Delivery> queue) throws InterruptedException {
    while (queue.take() instanceof Bun bun) {
        IO.println("ate bun " + bun.number());
    }
}

// Prints, in any order:
//   main goes on
//   made bun 0
//   ate bun 0
//   made bun 1
//   ate bun 1
//   made bun 2
//   ate bun 2
//   made bun 3
//   ate bun 3
//   made bun 4
//   ate bun 4
