// Three producers, four consumers, a queue with little room, and a clean end of it all: whoever has joined the
// producers closes the queue, and each consumer takes until it is closed and empty. Results go back through another.

import module offspring;

record Part(String producer, int number) implements Serializable {}

void main() throws Exception {
    SharedQueue<Part> parts = SharedQueue.create(8);
    SharedQueue<Integer> counts = SharedQueue.create();
    List<ChildProcess> producers = new ArrayList<>();
    for (String name : List.of("A", "B", "C")) {
        producers.add(new ChildProcess(() -> {
            for (int i = 0; i < 100; i++) {
                parts.put(new Part(name, i));
            }
        }).start());
    }
    List<ChildProcess> consumers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
        consumers.add(new ChildProcess(() -> {
            // A consumer sees each producer's parts in the order in which they were put, though not all of them.
            Map<String, Integer> last = new HashMap<>();
            AtomicInteger count = new AtomicInteger();
            parts.forEachTaken(part -> {
                if (last.merge(part.producer(), part.number(), Math::max) != part.number()) {
                    IO.println("out of order");
                }
                count.incrementAndGet();
            });
            counts.put(count.get());
        }).start());
    }
    for (ChildProcess producer : producers) {
        producer.join();
    }
    parts.close();
    for (ChildProcess consumer : consumers) {
        consumer.join();
    }
    counts.close();
    IO.println("parts: " + counts.streamTaken().mapToInt(Integer::intValue).sum());
}

// Prints, in this order:
//   parts: 300
