package offspring.pool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The workers, and which of them are idle. Guarded by the pool's lock.
 *
 * <p>The one that became idle last is used first: it may still be spinning, and its caches are warm.
 * What is done per task does not depend on how many are idle.
 */
final class WorkerTable {

    private final Set<Worker> all = new LinkedHashSet<>();
    private final Deque<Worker> idle = new ArrayDeque<>();
    private final List<Worker> busy = new ArrayList<>();
    private int lastNumber;

    int nextNumber() {
        return ++lastNumber;
    }

    /** A new worker: it is looked after until it is ready, and may be sent something. */
    void add(Worker worker) {
        all.add(worker);
        busy.add(worker);
    }

    void remove(Worker worker) {
        all.remove(worker);
        idle.remove(worker);
        busy.remove(worker);
    }

    Collection<Worker> all() {
        return all;
    }

    /** Those from which outcomes or other news may come. */
    List<Worker> busy() {
        return busy;
    }

    /** How many there are or are about to be, not counting those that end. */
    int liveCount() {
        int count = 0;
        for (Worker worker : all) {
            count += worker.state() == Worker.State.STARTING || worker.state() == Worker.State.READY ? 1 : 0;
        }
        return count;
    }

    /** The idle worker to use next, or null. It is busy from now on. */
    Worker takeIdle() {
        Worker worker = idle.pollLast();
        if (worker != null) {
            busy.add(worker);
        }
        return worker;
    }

    /** Whether no worker has anything to do. */
    boolean allAtRest() {
        for (Worker worker : busy) {
            if (!worker.assigned().isEmpty()) {
                return false;
            }
        }
        return true;
    }

    boolean hasIdle() {
        return !idle.isEmpty();
    }

    /** Nothing is expected of the busy worker at this place in the list any more, until it is used. */
    void becameIdle(int index) {
        Worker last = busy.removeLast();
        Worker worker = last;
        if (index < busy.size()) {
            worker = busy.get(index);
            busy.set(index, last);
        }
        idle.addLast(worker);
    }

    /** All are looked after again, for instance because they have been told to end. */
    void allBusy() {
        busy.addAll(idle);
        idle.clear();
    }
}
