package offspring.pool;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Where the outcomes of an {@code imap} wait until its iterator takes them. */
final class IteratorSink implements ChunkSink {

    private final long number;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final Arrivals arrivals;

    private long submitted;
    private long taken;
    private boolean waiting;
    private boolean terminated;
    private volatile boolean closed;

    IteratorSink(long number, boolean ordered) {
        this.number = number;
        this.arrivals = new Arrivals(ordered);
    }

    // --- the dispatcher's side ----------------------------------------------------------------------

    @Override
    public boolean isAbandoned() {
        return closed;
    }

    @Override
    public void arrived(Chunk chunk, int firstItem, OutcomeBlock outcomes) {
        add(new Arrivals.Arrival(chunk.taskOf(firstItem), outcomes.count(), outcomes, null));
    }

    @Override
    public void lost(Chunk chunk, int firstItem, int count, Throwable why) {
        add(new Arrivals.Arrival(chunk.taskOf(firstItem), count, null, why));
    }

    @Override
    public void terminated() {
        lock.lock();
        try {
            terminated = true;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String label(Chunk chunk, int item) {
        return number + ", item " + chunk.taskOf(item) + " (" + chunk.call().label() + ")";
    }

    // --- the iterator's side ------------------------------------------------------------------------

    void submitted(int count) {
        lock.lock();
        submitted += count;
        lock.unlock();
    }

    /** An item that could not be submitted fails at its place. */
    void failed(long task, Throwable why) {
        submitted(1);
        add(new Arrivals.Arrival(task, 1, null, why));
    }

    private void add(Arrivals.Arrival arrival) {
        lock.lock();
        try {
            if (!closed) {
                arrivals.add(arrival);
                if (waiting && arrivals.hasNext()) {
                    waiting = false;
                    news.signal();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** What is next, or null. */
    Arrivals.Arrival poll() {
        lock.lock();
        try {
            Arrivals.Arrival arrival = arrivals.poll();
            taken += arrival == null ? 0 : arrival.count();
            return arrival;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the next outcome is there, or none will come. */
    boolean isSettled() {
        lock.lock();
        try {
            return arrivals.hasNext() || closed || terminated;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until {@link #isSettled}; false after so many nanoseconds. */
    boolean await(long nanos) throws InterruptedException {
        long left = nanos;
        lock.lockInterruptibly();
        try {
            while (!isSettled()) {
                if (left <= 0) {
                    return false;
                }
                waiting = true;
                left = nanos == Long.MAX_VALUE ? awaitForEver() : news.awaitNanos(left);
            }
            return true;
        } finally {
            waiting = false;
            lock.unlock();
        }
    }

    private long awaitForEver() throws InterruptedException {
        news.await(1, TimeUnit.DAYS);
        return Long.MAX_VALUE;
    }

    /** How many outcomes are still to be taken. */
    long outstanding() {
        lock.lock();
        try {
            return submitted - taken;
        } finally {
            lock.unlock();
        }
    }

    boolean isTerminated() {
        lock.lock();
        try {
            return terminated;
        } finally {
            lock.unlock();
        }
    }

    /** Nobody takes anything any more. */
    void close() {
        lock.lock();
        try {
            closed = true;
            arrivals.clear();
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
