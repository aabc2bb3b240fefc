package offspring.pool;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import offspring.worker.Probe;

/** The calls of one {@code map} and their answer: all values in input order, or the first failure. */
final class MapTask<R> extends TaskFuture<List<R>> {

    private record Arrived(int firstTask, OutcomeBlock outcomes) {}

    private final Dispatcher dispatcher;
    private final Call call;
    private final long number;
    private final List<Arrived> blocks = new ArrayList<>();
    private final SortedMap<Integer, Throwable> lost = new TreeMap<>();
    private long submitted;
    private long done;
    private boolean allSubmitted;

    MapTask(
            Dispatcher dispatcher,
            Call call,
            Consumer<? super List<R>> callback,
            Consumer<? super Throwable> errorCallback) {
        super(dispatcher, callback, errorCallback);
        this.dispatcher = dispatcher;
        this.call = call;
        this.number = dispatcher.nextTaskNumber();
    }

    // --- under the pool's lock ----------------------------------------------------------------------

    void submitted(int count) {
        submitted += count;
    }

    void allSubmitted() {
        allSubmitted = true;
        completeIfAllThere();
    }

    @Override
    public void arrived(Chunk chunk, int firstItem, OutcomeBlock outcomes) {
        blocks.add(new Arrived((int) chunk.taskOf(firstItem), outcomes));
        done += outcomes.count();
        completeIfAllThere();
    }

    @Override
    public void lost(Chunk chunk, int firstItem, int count, Throwable why) {
        for (int i = 0; i < count; i++) {
            lost.put((int) chunk.taskOf(firstItem + i), why);
        }
        done += count;
        completeIfAllThere();
    }

    @Override
    void givenUp() {
        call.forgotten();
    }

    private void completeIfAllThere() {
        if (allSubmitted && done == submitted) {
            complete();
            dispatcher.forget(call);
        }
    }

    @Override
    public String label(Chunk chunk, int item) {
        return number + ", item " + chunk.taskOf(item) + " (" + chunk.call().label() + ")";
    }

    // --- on the thread that asks --------------------------------------------------------------------

    @Override
    Decoded<List<R>> decode() {
        Probe.step("pool.MapTask: decoded by the caller");
        Object[] values = new Object[(int) submitted];
        SortedMap<Integer, Throwable> failures = new TreeMap<>(lost);
        for (Arrived arrived : blocks) {
            decode(arrived, values, failures);
        }
        blocks.clear();
        return failures.isEmpty() ? new Decoded<>(listOf(values), null) : Decoded.failed(firstOf(failures));
    }

    private void decode(Arrived arrived, Object[] values, SortedMap<Integer, Throwable> failures) {
        int task = arrived.firstTask;
        int cursor = OutcomeBlock.FIRST;
        for (int i = 0; i < arrived.outcomes.count(); i++) {
            Decoded<R> outcome = Decoded.of(arrived.outcomes, cursor);
            values[task] = outcome.value();
            if (outcome.failure() != null) {
                failures.put(task, outcome.failure());
            }
            task++;
            cursor = arrived.outcomes.next(cursor);
        }
        arrived.outcomes.decoded();
    }

    @SuppressWarnings("unchecked")
    private static <R> List<R> listOf(Object[] values) {
        return new ArrayList<>((List<R>) Arrays.asList(values));
    }

    private static Throwable firstOf(SortedMap<Integer, Throwable> failures) {
        Throwable first = failures.remove(failures.firstKey());
        Set<Throwable> others = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable other : failures.values()) {
            if (other != first && others.add(other)) {
                first.addSuppressed(other);
            }
        }
        return first;
    }
}
