// map(): a function for each item of a list, all results in the order of the items.

import module offspring;

void main() throws Exception {
    try (Pool pool = Pool.create()) { // as many workers as there are processors to use
        IO.println(pool.map(n -> n * n, List.of(1, 2, 3, 4, 5)));
        // Items with two parts: starmap.
        IO.println(pool.starmap((a, b) -> a + b, List.of(Map.entry(1, 10), Map.entry(2, 20))));
    }
}

// Prints, in this order:
//   [1, 4, 9, 16, 25]
//   [11, 22]
