package offspring.os;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A platform thread that looks at words for {@link WordWaits}. Without words it is parked, and ends after some seconds.
 *
 * <p>Fields and methods that say so are guarded by the lock of {@link WordWaits}.
 */
abstract class WordSleeper implements Runnable {

    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** Guarded. Others add at the end, only the sleeper itself removes. */
    private final List<WordGroup> groups = new ArrayList<>();

    /** How many threads wait. Guarded. */
    private int waiting;

    /** It waits, or is about to, and has not been called back. Guarded. */
    private boolean rests;

    private Thread thread;

    final void start(String name) {
        thread = Thread.ofPlatform().daemon().name(name).start(this);
    }

    /** Guarded. */
    final List<WordGroup> groups() {
        return groups;
    }

    /** Whether it can take one more group. Guarded. */
    abstract boolean hasRoom(boolean areNative);

    /** Gets ready for {@link #sleep}, which comes next. Guarded. */
    abstract void prepare();

    /** Waits for the groups there were at {@link #prepare}, some time at most; the index of one that was woken, or less than 0. */
    abstract int sleep();

    /** Guarded. */
    final void add(WordGroup group) {
        groups.add(group);
    }

    /** The groups are others now. True if the sleeper has to be told by {@link #callBack}. Guarded. */
    boolean hasNews() {
        boolean rested = rests;
        rests = false;
        return rested;
    }

    /** The sleeper is to look at its groups. */
    void callBack() {
        LockSupport.unpark(thread);
    }

    /** Guarded. */
    final void joined() {
        waiting++;
    }

    /** True if nobody is left. Guarded. */
    final boolean left() {
        return --waiting == 0;
    }

    @Override
    public final void run() {
        try {
            long idleSince = System.nanoTime();
            while (true) {
                long idle = System.nanoTime() - idleSince;
                boolean busy;
                synchronized (WordWaits.LOCK) {
                    busy = hasWork();
                    if (!busy && idle >= IDLE_NANOS) {
                        WordWaits.drop(this);
                        return;
                    }
                    rests = true;
                }
                if (busy) {
                    wake(sleep());
                    idleSince = System.nanoTime();
                } else {
                    LockSupport.parkNanos(this, IDLE_NANOS - idle);
                }
            }
        } finally {
            synchronized (WordWaits.LOCK) {
                WordWaits.drop(this);
            }
            wakeAll();
        }
    }

    /** Drops the groups that nobody waits for. Guarded. */
    private boolean hasWork() {
        groups.removeIf(group -> {
            if (group.isEmpty()) {
                WordWaits.drop(group);
            }
            return group.isEmpty();
        });
        if (groups.isEmpty()) {
            return false;
        }
        prepare();
        return true;
    }

    private void wake(int woken) {
        List<Thread> threads = new ArrayList<>();
        List<WordGroup> abandoned = new ArrayList<>();
        synchronized (WordWaits.LOCK) {
            rests = false;
            int index = 0;
            for (Iterator<WordGroup> rest = groups.iterator(); rest.hasNext(); index++) {
                WordGroup group = rest.next();
                if (index == woken || group.differs()) {
                    if (group.isEmpty()) {
                        abandoned.add(group);
                    }
                    threads.addAll(end(group));
                    rest.remove();
                }
            }
        }
        threads.forEach(LockSupport::unpark);
        abandoned.forEach(WordGroup::passOn);
    }

    /** All are to look for themselves, and wait again by what is there then. */
    final void wakeAll() {
        List<Thread> threads = new ArrayList<>();
        synchronized (WordWaits.LOCK) {
            groups.forEach(group -> threads.addAll(end(group)));
            groups.clear();
        }
        threads.forEach(LockSupport::unpark);
    }

    private List<Thread> end(WordGroup group) {
        WordWaits.drop(group);
        List<Thread> threads = group.end();
        waiting -= threads.size();
        return threads;
    }
}
