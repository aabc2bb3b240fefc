package offspring.pool;

import java.util.Comparator;
import java.util.PriorityQueue;
import offspring.launch.Grace;

/** Workers that were asked to do something, and have so long until they are made to. Under the pool's lock. */
final class Graces {

    private record Due(long deadline, Worker worker, Assignment assignment) {}

    private final PriorityQueue<Due> running =
            new PriorityQueue<>(Comparator.comparingLong((Due due) -> due.deadline));

    /** The worker is killed unless it has left the assignment in time. */
    void forTask(Worker worker, Assignment assignment) {
        running.add(new Due(System.nanoTime() + Grace.PERIOD.toNanos(), worker, assignment));
    }

    /** The worker is killed unless it has ended in time. */
    void forEnd(Worker worker) {
        forTask(worker, null);
    }

    /** When to look next. */
    long nextDeadline(long otherwise) {
        Due next = running.peek();
        return next == null || next.deadline - otherwise > 0 ? otherwise : next.deadline;
    }

    /** Kills whoever did not use its time. */
    void enforce(long now) {
        while (!running.isEmpty() && running.peek().deadline - now <= 0) {
            Due due = running.remove();
            Worker worker = due.worker;
            boolean atIt = due.assignment == null || worker.assigned().contains(due.assignment);
            if (atIt && worker.state() != Worker.State.GONE) {
                worker.kill();
            }
        }
    }
}
