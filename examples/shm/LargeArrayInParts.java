// A large array that many tasks fill, each its own part: eight megabytes that nobody copies.
//
// Plain accesses are fast. What the tasks wrote is seen when their results are there.

import module offspring;

void main() throws Exception {
    SharedDoubleArray squares = SharedDoubleArray.create(1_000_000);
    int parts = 8;
    int each = squares.length() / parts;
    try (Pool pool = Pool.create(2)) {
        pool.map(part -> {
            for (int i = part * each; i < (part + 1) * each; i++) {
                squares.setPlain(i, (double) i * i);
            }
            return null;
        }, List.of(0, 1, 2, 3, 4, 5, 6, 7));
    }
    DoubleBuffer view = squares.asBuffer();
    double sum = 0;
    while (view.hasRemaining()) {
        sum += view.get();
    }
    IO.println("the last is " + squares.get(999_999));
    IO.println("the sum is %.4e".formatted(sum));
}

// Prints, in this order:
//   the last is 9.99998000001E11
//   the sum is 3.3333e+17
