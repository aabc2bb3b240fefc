// Three producers, two consumers: by end markers, one for each consumer; and by close(), which is one for all.

import module offspring;

void main() throws Exception {
    SharedQueue<String> queue = SharedQueue.create();
    SharedInt eaten = SharedInt.create(0);
    List<ChildProcess> consumers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
        consumers.add(new ChildProcess(() -> {
            while (!queue.take().equals("nothing more")) {
                eaten.incrementAndGet();
            }
        }).start());
    }
    produce(queue);
    queue.put("nothing more"); // only now, when all producers are done
    queue.put("nothing more");
    for (ChildProcess consumer : consumers) {
        consumer.join();
    }
    IO.println("eaten: " + eaten.get() + ", left: " + queue.size());

    consumers.clear();
    for (int i = 0; i < 2; i++) {
        consumers.add(new ChildProcess(() -> queue.forEachTaken(food -> eaten.incrementAndGet())).start());
    }
    produce(queue);
    queue.close();
    for (ChildProcess consumer : consumers) {
        consumer.join();
    }
    IO.println("eaten: " + eaten.get() + ", left: " + queue.size());
}

static void produce(SharedQueue<String> queue) throws InterruptedException {
    List<ChildProcess> producers = new ArrayList<>();
    for (String food : List.of("bun", "bone", "soup")) {
        producers.add(new ChildProcess(() -> {
            for (int i = 0; i < 2; i++) {
                queue.put(food + " " + i);
            }
        }).start());
    }
    for (ChildProcess producer : producers) {
        producer.join();
    }
}

// Prints, in this order:
//   eaten: 6, left: 0
//   eaten: 12, left: 0
