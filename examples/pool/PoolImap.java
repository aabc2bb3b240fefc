// map() gives a list, imap() an iterator: results come while others are still computed.
//
// imap keeps the order of the input and reads it lazily, so that even an endless one will do;
// imapUnordered gives each result as soon as it is there.

import module offspring;

void main() throws Exception {
    List<Integer> numbers = IntStream.range(0, 10).boxed().toList();
    try (Pool pool = Pool.create(4)) {
        IO.println(pool.map(n -> n * n, numbers));

        try (ResultIterator<Integer> squares = pool.imap(n -> n * n, numbers)) {
            IO.println(squares.next());
            IO.println(squares.next());
            IO.println(squares.next(Duration.ofMinutes(1)));
        }

        Set<Integer> seen = new TreeSet<>();
        try (ResultIterator<Integer> squares = pool.imapUnordered(n -> n * n, numbers)) {
            squares.forEachRemaining(seen::add);
        }
        IO.println("unordered: " + seen);

        Iterable<Integer> endless = () -> Stream.iterate(1, n -> n + 1).iterator();
        try (ResultIterator<Integer> squares = pool.imap(n -> n * n, endless)) {
            IO.println("of an endless input: " + squares.stream().limit(5).toList());
        }
    }
}

// Prints, in this order:
//   [0, 1, 4, 9, 16, 25, 36, 49, 64, 81]
//   0
//   1
//   4
//   unordered: [0, 1, 4, 9, 16, 25, 36, 49, 64, 81]
//   of an endless input: [1, 4, 9, 16, 25]
