// mapAsync(): submit a whole map, do something else, fetch the list.

import module offspring;

void main() throws Exception {
    try (Pool pool = Pool.create(2)) {
        AsyncResult<List<Integer>> squares = pool.mapAsync(n -> n * n, List.of(1, 2, 3, 4, 5));
        IO.println("something else");
        IO.println(squares.get());
    }
}

// Prints, in this order:
//   something else
//   [1, 4, 9, 16, 25]
