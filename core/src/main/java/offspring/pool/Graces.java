package offspring.pool;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;

/** Workers that were asked to do something, and have so long until they are made to. Under the pool's lock. */
final class Graces {

    /** How long a task has to end after its interrupt, and a worker after it was told to end. */
    static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private record Grace(long deadline, Worker worker, Assignment assignment) {}

    private final PriorityQueue<Grace> running =
            new PriorityQueue<>(Comparator.comparingLong((Grace grace) -> grace.deadline));

    /** The worker is killed unless it has left the assignment in time. */
    void forTask(Worker worker, Assignment assignment) {
        running.add(new Grace(System.nanoTime() + GRACE_NANOS, worker, assignment));
    }

    /** The worker is killed unless it has ended in time. */
    void forEnd(Worker worker) {
        forTask(worker, null);
    }

    /** When to look next. */
    long nextDeadline(long otherwise) {
        Grace next = running.peek();
        return next == null || next.deadline - otherwise > 0 ? otherwise : next.deadline;
    }

    /** Kills whoever did not use its time. */
    void enforce(long now) {
        while (!running.isEmpty() && running.peek().deadline - now <= 0) {
            Grace grace = running.remove();
            Worker worker = grace.worker;
            boolean atIt = grace.assignment == null || worker.assigned().contains(grace.assignment);
            if (atIt && worker.state() != Worker.State.GONE) {
                worker.kill();
            }
        }
    }
}
