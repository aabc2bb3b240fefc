package offspring.pool;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import offspring.worker.Probe;

/** The tasks that wait for a worker, first come first served. Guarded by the pool's lock. */
final class TaskTable {

    private final Deque<Range> waiting = new ArrayDeque<>();
    private final AtomicLong numbers = new AtomicLong();
    private long chunks;

    /** The number of the next task; may be asked by any thread. */
    long nextNumber() {
        return numbers.incrementAndGet();
    }

    void add(Chunk chunk) {
        Probe.step("pool.TaskTable: task registered");
        chunk.order(++chunks);
        waiting.add(new Range(chunk, 0, chunk.count()));
    }

    /** Puts ranges back before all others, in the order given. */
    void putBack(List<Range> ranges) {
        for (Range range : ranges.reversed()) {
            if (range.count() > 0) {
                waiting.addFirst(range);
            }
        }
    }

    /** The range that is next, or null; those that nobody waits for any more are dropped. */
    Range first() {
        Range first = waiting.peekFirst();
        while (first != null && first.chunk().sink().isAbandoned()) {
            waiting.removeFirst();
            first.chunk().settled(first.count());
            first = waiting.peekFirst();
        }
        return first;
    }

    void removeFirst() {
        waiting.removeFirst();
    }

    /** Replaces the first range by what is left of it. */
    void shortenFirst(int from) {
        Range first = waiting.removeFirst();
        waiting.addFirst(new Range(first.chunk(), from, first.to()));
    }

    boolean isEmpty() {
        return first() == null;
    }

    int size() {
        return waiting.size();
    }

    /** Takes all. */
    List<Range> removeAll() {
        List<Range> all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }

    /** How many items wait that somebody still wants. */
    long itemCount() {
        long count = 0;
        for (Range range : waiting) {
            count += range.chunk().sink().isAbandoned() ? 0 : range.count();
        }
        return count;
    }
}
