package offspring.bench;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import offspring.pool.Pool;
import offspring.process.ChildProcess;
import offspring.process.StartMethod;

/**
 * What starting costs. Our SPAWN stands beside CPython's spawn, and STANDBY beside its forkserver: both have
 * something ready before it is needed. Ours takes a moment to make the next one ready, which the rows for STANDBY leave it,
 * save for those named back_to_back.
 */
final class ProcessRows {

    private static final Map<StartMethod, String> METHODS =
            new EnumMap<>(Map.of(StartMethod.SPAWN, "spawn", StartMethod.STANDBY, "forkserver"));

    private static final long PAUSE_MILLIS = 900;

    private ProcessRows() {}

    static void processStart(Figures figures, Group.Scale scale) throws Exception {
        for (var method : METHODS.entrySet()) {
            Figures.calls(3, () -> startAndJoin(method.getKey()));
            double[] seconds = new double[scale.of(20)];
            for (int i = 0; i < seconds.length; i++) {
                letSparesBoot(method.getKey());
                seconds[i] = Figures.seconds(() -> startAndJoin(method.getKey()));
            }
            figures.times("process_start." + method.getValue(), seconds, "ms");
        }
        double[] seconds = Figures.calls(scale.of(30), () -> startAndJoin(StartMethod.STANDBY));
        figures.times("process_start.forkserver_back_to_back", seconds, "ms");
        firstInstruction(figures, scale);
    }

    /** The time between two starts of a program that starts now and then; part of what is measured, and no wait for anything. */
    private static void letSparesBoot(StartMethod method) throws InterruptedException {
        if (method == StartMethod.STANDBY) {
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private static void startAndJoin(StartMethod method) throws InterruptedException {
        ChildProcess.builder().startMethod(method).start(() -> {}).join();
    }

    /** From start() to the first instruction of the user's code; CPython has no such row. */
    private static void firstInstruction(Figures figures, Group.Scale scale) throws Exception {
        try (Clock clock = new Clock()) {
            double[] seconds = new double[scale.of(30)];
            for (int i = 0; i < seconds.length; i++) {
                letSparesBoot(StartMethod.STANDBY);
                seconds[i] = clock.secondsToFirstInstruction();
            }
            figures.times("process_start.first_instruction", seconds, "ms");
        }
    }

    static void poolCreate(Figures figures, Group.Scale scale) throws Exception {
        for (var method : METHODS.entrySet()) {
            int count = scale.of(10) + 1;
            double[] created = new double[count - 1];
            double[] closed = new double[count - 1];
            for (int i = 0; i < count; i++) {
                letSparesBoot(method.getKey());
                long start = System.nanoTime();
                Pool pool = pool(2, method.getKey());
                pool.apply(() -> null);
                long up = System.nanoTime();
                pool.shutdown();
                pool.join();
                if (i > 0) {
                    created[i - 1] = (up - start) / 1e9;
                    closed[i - 1] = (System.nanoTime() - up) / 1e9;
                }
            }
            figures.times("pool_create." + method.getValue(), created, "ms");
            figures.times("pool_close_join." + method.getValue(), closed, "ms");
        }
    }

    static void seedHeadline(Figures figures, Group.Scale scale) throws Exception {
        List<Integer> hundred = IntStream.range(0, 100).boxed().toList();
        for (var method : METHODS.entrySet()) {
            String row = "seed_headline." + method.getValue();
            byPool(hundred, method.getKey());
            double[] pooled = Figures.calls(3, () -> byPool(hundred, method.getKey()));
            figures.add(row + ".pool4_map100", Figures.median(pooled), "s");
            figures.add(row + ".process100", Figures.seconds(() -> byProcesses(hundred, method.getKey())), "s");
        }
    }

    private static void byPool(List<Integer> items, StartMethod method) throws InterruptedException {
        try (Pool pool = pool(4, method)) {
            pool.map(n -> null, items);
            pool.terminate(); // as leaving the `with` block does in Python
        }
    }

    private static void byProcesses(List<Integer> items, StartMethod method) throws InterruptedException {
        List<ChildProcess> children = items.stream()
                .map(n -> ChildProcess.builder().startMethod(method).start(() -> {}))
                .toList();
        for (ChildProcess child : children) {
            child.join();
        }
    }

    /** A pool whose workers are started so: it takes what is the default when it is made. */
    static Pool pool(int processes, StartMethod method) {
        StartMethod usual = StartMethod.getDefault();
        StartMethod.setDefault(method);
        try {
            return Pool.builder().processes(processes).build();
        } finally {
            StartMethod.setDefault(usual);
        }
    }
}
