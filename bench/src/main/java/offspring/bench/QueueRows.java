package offspring.bench;

import java.util.ArrayList;
import java.util.List;
import offspring.Action;
import offspring.Action1;
import offspring.Task;
import offspring.ipc.SharedQueue;
import offspring.ipc.SimpleQueue;
import offspring.process.ChildProcess;

/** Queues: a stream of messages from one process to another, between several of each, and there and back. */
final class QueueRows {

    private static final int PASSES = 3;
    private static final int KIB = 1 << 10;

    private QueueRows() {}

    /** What all queues can do. The methods travel, and the queue with them. */
    private record Ends(String kind, Action1<Object> put, Task<Object> take) {
        static Ends ofQueue() {
            SharedQueue<Object> queue = SharedQueue.create();
            return new Ends("Queue", queue::put, queue::take);
        }

        static Ends ofSimpleQueue() {
            SimpleQueue<Object> queue = SimpleQueue.create();
            return new Ends("SimpleQueue", queue::put, queue::get);
        }
    }

    static void throughput(Figures figures, Group.Scale scale) throws Exception {
        for (Task<Ends> kind : List.<Task<Ends>>of(Ends::ofQueue, Ends::ofSimpleQueue)) {
            flow(figures, kind.call(), "int", null, scale.of(400_000));
            flow(figures, kind.call(), "1KiB", new byte[KIB], scale.of(100_000));
            flow(figures, kind.call(), "64KiB", new byte[64 * KIB], scale.of(8_000));
        }
        for (int pairs : new int[] {1, 2, 4}) {
            manyToMany(figures, pairs, scale.of(1_000_000) / pairs);
        }
    }

    private static void flow(Figures figures, Ends ends, String label, byte[] payload, int count) throws Exception {
        flow(figures, "queue_throughput." + ends.kind() + "." + label, ends.put(), ends.take(), payload, count);
    }

    /** From a child to this process: until the last message is here. */
    static void flow(
            Figures figures, String row, Action1<Object> put, Task<Object> take, byte[] payload, int count)
            throws Exception {
        SharedQueue<Integer> orders = SharedQueue.create();
        ChildProcess producer = new ChildProcess(() -> {
                    for (int ordered = orders.take(); ordered > 0; ordered = orders.take()) {
                        putAll(put, ordered, payload);
                    }
                })
                .start();
        double seconds = secondsOfAPass(() -> {
            orders.put(count);
            takeAll(take, count);
        });
        orders.put(0);
        producer.join();
        figures.add(row + ".msgs", count / seconds, "msgs/s");
        if (payload != null) {
            figures.add(row + ".bytes", (double) count * payload.length / (KIB * KIB) / seconds, "MiB/s");
        }
    }

    private static double secondsOfAPass(Action pass) throws Exception {
        Figures.warmUp(pass);
        return Figures.median(Figures.calls(PASSES, pass));
    }

    private static void putAll(Action1<Object> put, int count, byte[] payload) throws Exception {
        for (int i = 0; i < count; i++) {
            put.accept(payload == null ? i : payload);
        }
    }

    private static void takeAll(Task<Object> take, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            take.call();
        }
    }

    private static void manyToMany(Figures figures, int pairs, int count) throws Exception {
        Ends ends = Ends.ofQueue();
        Action1<Object> put = ends.put();
        Task<Object> take = ends.take();
        List<Action1<Integer>> works = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            works.add(times -> putAll(put, times, null));
            works.add(times -> takeAll(take, times));
        }
        double seconds = Figures.median(SyncRows.atOnce(count, works));
        String row = "queue_throughput.Queue.int." + pairs + "x" + pairs + ".msgs";
        figures.add(row, (double) pairs * count / seconds, "msgs/s");
    }

    static void pingPong(Figures figures, Group.Scale scale) throws Exception {
        pingPong(figures, Ends.ofQueue(), Ends.ofQueue(), scale.of(10_000));
        pingPong(figures, Ends.ofSimpleQueue(), Ends.ofSimpleQueue(), scale.of(10_000));
    }

    private static void pingPong(Figures figures, Ends there, Ends back, int count) throws Exception {
        Task<Object> source = there.take();
        Action1<Object> sink = back.put();
        ChildProcess echo = new ChildProcess(() -> {
                    for (Object item = source.call(); !item.equals(0); item = source.call()) {
                        sink.accept(item);
                    }
                })
                .start();
        Action roundTrip = () -> {
            there.put().accept(1);
            back.take().call();
        };
        Figures.warmUp(roundTrip);
        figures.times("queue_pingpong." + there.kind(), Figures.calls(count, roundTrip), "us");
        there.put().accept(0);
        echo.join();
    }
}
