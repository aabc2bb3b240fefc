package offspring.pool;

import java.util.List;
import offspring.pool.WorkerPort.OutcomeReader;
import offspring.region.Hold;
import offspring.wire.Shipment;

/** Reads what a worker has published and passes it on. Used under the pool's lock. */
final class Drain implements OutcomeReader {

    /** How many records are read at one go, so that the lock is not held for long. */
    private static final int LIMIT = 1024;

    private Worker worker;
    private int ended;
    private boolean becameReady;

    /** Reads from the worker; returns how many records there were. */
    int from(Worker source) {
        worker = source;
        ended = 0;
        int count = source.port().read(this, LIMIT);
        if (ended > 0) {
            source.prefetch().done(ended, System.nanoTime());
        }
        return count;
    }

    /** Whether the last worker read from has become ready. */
    boolean becameReady() {
        boolean answer = becameReady;
        becameReady = false;
        return answer;
    }

    @Override
    public void ready() {
        if (worker.state() == Worker.State.STARTING) {
            worker.state(Worker.State.READY);
        }
        becameReady = true;
    }

    @Override
    public void initializerFailed(Shipment failure) {
        worker.initializerFailure(failure);
    }

    @Override
    public void items(int assignment, int firstItem, byte[] records, int count, List<Hold> cargo, boolean last) {
        if (worker.isGivenUp()) {
            return;
        }
        Assignment current = current(assignment);
        Chunk chunk = current.chunk();
        current.arrived(count);
        worker.done(count);
        chunk.settled(count);
        if (last) {
            end();
        }
        if (!chunk.sink().isAbandoned()) {
            chunk.sink().arrived(chunk, firstItem, new OutcomeBlock(records, count, cargo, worker.label()));
        }
    }

    @Override
    public void chunkEnd(int assignment) {
        if (!worker.isGivenUp()) {
            current(assignment);
            end();
        }
    }

    private Assignment current(int assignment) {
        Assignment current = worker.assigned().peekFirst();
        if (current == null || current.number() != assignment) {
            throw outOfStep(assignment);
        }
        return current;
    }

    private void end() {
        worker.assigned().removeFirst();
        ended++;
    }

    private IllegalStateException outOfStep(int assignment) {
        return new IllegalStateException("cannot place an outcome of " + worker.name()
                + ": it is not of the assignment that is next; assignment=" + assignment + "; this is a bug, report it");
    }
}
