// The synchronous pool: three workers, but apply() keeps one busy at a time.
//
// The results are what apply() returns: keep them, or they are lost.

import module offspring;

void main() throws Exception {
    Set<Long> pids = new HashSet<>();
    List<Integer> results = new ArrayList<>();
    try (Pool pool = Pool.create(3)) {
        for (int i = 0; i < 10; i++) {
            Map.Entry<Long, Integer> answer = pool.apply(n -> work(n), i);
            pids.add(answer.getKey());
            results.add(answer.getValue());
        }
    }
    IO.println(results);
    IO.println("at most three processes were at work: " + (pids.size() <= 3));
}

static Map.Entry<Long, Integer> work(int n) throws InterruptedException {
    Thread.sleep(Duration.ofMillis(50));
    return Map.entry(ProcessHandle.current().pid(), n * n);
}

// Prints, in this order:
//   [0, 1, 4, 9, 16, 25, 36, 49, 64, 81]
//   at most three processes were at work: true
