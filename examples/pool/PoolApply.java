// apply() waits for the result: ten calls in a row are serial, whatever the size of the pool.

import module offspring;

void main() throws Exception {
    long start = System.nanoTime();
    List<Integer> squares = new ArrayList<>();
    try (Pool pool = Pool.create(4)) {
        for (int i = 0; i < 10; i++) {
            squares.add(pool.apply(n -> slowSquare(n), i));
        }
    }
    long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
    IO.println(squares);
    IO.println("took at least ten times 100 ms: " + (millis >= 1000));
}

static int slowSquare(int n) throws InterruptedException {
    Thread.sleep(Duration.ofMillis(100));
    return n * n;
}

// Prints, in this order:
//   [0, 1, 4, 9, 16, 25, 36, 49, 64, 81]
//   took at least ten times 100 ms: true
