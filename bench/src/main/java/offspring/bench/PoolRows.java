package offspring.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import offspring.Func;
import offspring.Task;
import offspring.pool.AsyncResult;
import offspring.pool.Pool;
import offspring.pool.ResultIterator;

/** Tasks on a warm pool of two workers. */
final class PoolRows {

    private static final Func<Integer, Integer> SQUARE = n -> n * n;
    private static final Task<Object> NOTHING = () -> null;

    private PoolRows() {}

    static void applyRoundTrip(Figures figures, Group.Scale scale) throws Exception {
        try (Pool pool = Pool.create(2)) {
            Figures.calls(200, () -> pool.apply(NOTHING));
            figures.times("pool_apply_rtt", Figures.calls(scale.of(3000), () -> pool.apply(NOTHING)), "us");
        }
    }

    static void mapSmall(Figures figures, Group.Scale scale) throws Exception {
        List<Integer> many = numbers(scale.of(100_000));
        List<Integer> few = numbers(scale.of(20_000));
        try (Pool pool = Pool.create(2)) {
            figures.rate("pool_map_small.default", many.size(), () -> pool.map(SQUARE, many));
            figures.rate("pool_map_small.chunk1", few.size(), () -> pool.map(SQUARE, few, 1));
        }
    }

    static void applyAsyncBurst(Figures figures, Group.Scale scale) throws Exception {
        int count = scale.of(20_000);
        try (Pool pool = Pool.create(2)) {
            figures.rate("pool_apply_async_burst", count, () -> {
                List<AsyncResult<Integer>> handedIn = new ArrayList<>(count);
                for (int i = 0; i < count; i++) {
                    handedIn.add(pool.applyAsync(SQUARE, i));
                }
                for (AsyncResult<Integer> result : handedIn) {
                    result.get();
                }
            });
        }
    }

    static void imapUnordered(Figures figures, Group.Scale scale) throws Exception {
        List<Integer> numbers = numbers(scale.of(50_000));
        try (Pool pool = Pool.create(2)) {
            for (int chunk : new int[] {1, 100}) {
                figures.rate("pool_imap_unordered.chunk" + chunk, numbers.size(), () -> {
                    try (ResultIterator<Integer> results = pool.imapUnordered(SQUARE, numbers, chunk)) {
                        while (results.hasNext()) {
                            results.next();
                        }
                    }
                });
            }
        }
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }
}
