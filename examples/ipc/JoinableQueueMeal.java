// Producers that wait until all is eaten, and consumers that need no end: they are daemons, and go when main ends.

import module offspring;

void main() throws Exception {
    JoinableQueue<String> queue = JoinableQueue.create();
    SharedInt eaten = SharedInt.create(0);
    List<ChildProcess> producers = new ArrayList<>();
    for (String food : List.of("bun", "bone", "soup")) {
        producers.add(new ChildProcess(() -> produce(food, queue)).start());
    }
    for (int i = 0; i < 2; i++) {
        ChildProcess.builder().daemon(true).start(() -> consume(queue, eaten));
    }
    for (ChildProcess producer : producers) {
        producer.join();
    }
    IO.println("eaten: " + eaten.get());
}

static void produce(String food, JoinableQueue<String> queue) throws InterruptedException {
    for (int i = 0; i < 10; i++) {
        queue.put(food + " " + i);
    }
    queue.join(); // what the other producers have put, too
    IO.println("no " + food + " is left");
}

static void consume(JoinableQueue<String> queue, SharedInt eaten) throws InterruptedException {
    while (true) {
        queue.take();
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(1, 10));
            eaten.incrementAndGet();
        } finally {
            queue.taskDone(); // done is done, well or not
        }
    }
}

// Prints, in any order:
//   no bun is left
//   no bone is left
//   no soup is left
//   eaten: 30
