package offspring.socket;

import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import offspring.os.Readable;

/** Who has arrived and was not asked for yet. Failures are kept too, up to a number: then the oldest is forgotten. */
final class Arrivals implements Readable {

    private static final int MOST_CONNECTED = 256;
    private static final int MOST_FAILED = 64;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Arrival> arrivals = new ArrayDeque<>();
    private final List<Runnable> watchers = new ArrayList<>();
    private int failed;
    private boolean isClosed;

    /** Adds one; false if nobody will ask for it any more. */
    boolean add(Arrival arrival) {
        lock.lock();
        try {
            if (isClosed) {
                return false;
            }
            if (arrival.failure() != null && failed++ == MOST_FAILED) {
                forgetOldestFailure();
            }
            arrivals.add(arrival);
            changed.signalAll();
            watchers.forEach(Runnable::run);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void forgetOldestFailure() {
        arrivals.stream().filter(arrival -> arrival.failure() != null).findFirst().ifPresent(arrivals::remove);
        failed--;
    }

    /** Waits as long as so many have been let in that no more should be. */
    void awaitRoom() throws InterruptedException {
        lock.lock();
        try {
            while (!isClosed && arrivals.size() - failed >= MOST_CONNECTED) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * The next one.
     *
     * @param nanos how long to wait for it; {@link MessageSocket#FOREVER}
     * @return the arrival; null if there was none in time
     * @throws ClosedChannelException if there will be none any more
     */
    Arrival take(long nanos) throws ClosedChannelException, InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (arrivals.isEmpty()) {
                if (isClosed) {
                    throw new ClosedChannelException();
                }
                if (left <= 0) {
                    return null;
                }
                if (nanos == MessageSocket.FOREVER) {
                    changed.await();
                } else {
                    left = changed.awaitNanos(left);
                }
            }
            Arrival arrival = arrivals.remove();
            if (arrival.failure() != null) {
                failed--;
            }
            changed.signalAll();
            return arrival;
        } finally {
            lock.unlock();
        }
    }

    /** No more are let in; those who were are sent away. */
    void close() {
        lock.lock();
        List<Arrival> left;
        try {
            isClosed = true;
            left = List.copyOf(arrivals);
            arrivals.clear();
            failed = 0;
            changed.signalAll();
            watchers.forEach(Runnable::run);
        } finally {
            lock.unlock();
        }
        left.stream().filter(arrival -> arrival.socket() != null).forEach(arrival -> arrival.socket().close());
    }

    @Override
    public boolean isReady() {
        lock.lock();
        try {
            return isClosed || !arrivals.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Registration register(Runnable wake) {
        lock.lock();
        try {
            watchers.add(wake);
        } finally {
            lock.unlock();
        }
        return () -> unregister(wake);
    }

    private void unregister(Runnable wake) {
        lock.lock();
        try {
            watchers.removeIf(watcher -> watcher == wake);
        } finally {
            lock.unlock();
        }
    }
}
