package offspring.pool;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/** Outcomes that wait to be taken from an iterator: in the order of the tasks, or as they came. */
final class Arrivals {

    /**
     * Outcomes of consecutive tasks.
     *
     * @param firstTask the number of the first
     * @param count how many
     * @param block the outcomes, or null if all are lost
     * @param why why they are lost
     */
    record Arrival(long firstTask, int count, OutcomeBlock block, Throwable why) {}

    private final boolean ordered;
    private final Queue<Arrival> waiting;
    private long nextTask;

    Arrivals(boolean ordered) {
        this.ordered = ordered;
        this.waiting =
                ordered ? new PriorityQueue<>(Comparator.comparingLong(Arrival::firstTask)) : new ArrayDeque<>();
    }

    void add(Arrival arrival) {
        waiting.add(arrival);
    }

    /** Whether there is something that may be taken now. */
    boolean hasNext() {
        Arrival first = waiting.peek();
        return first != null && (!ordered || first.firstTask == nextTask);
    }

    /** What is next, or null. */
    Arrival poll() {
        if (!hasNext()) {
            return null;
        }
        Arrival first = waiting.remove();
        nextTask += first.count;
        return first;
    }

    void clear() {
        waiting.clear();
    }
}
