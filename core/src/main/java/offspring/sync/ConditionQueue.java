package offspring.sync;

import static offspring.sync.ConditionLayout.ENTRIES;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import offspring.lock.CellWords;
import offspring.lock.Holder;
import offspring.lock.OwnerTable;
import offspring.lock.Step;

/**
 * The threads that wait for a condition. All but sleeping is done by who holds the lock.
 *
 * <p>Race: somebody dies while he registers, signals or leaves. Each of these is one store or compare-and-set on one
 * entry, so that the entry is one of a waiter, of one who was signalled, or of nobody.
 *
 * <p>Race: who was signalled dies before he has the lock again. The others who wait see that when their slice is
 * over, and one of them hands the signal on: to one who waited when it was given, if there still is one. Who is signalled
 * needs his order number no more, so his entry has the last one there was then.
 */
final class ConditionQueue {

    /** One who waits. */
    private record Waiter(int index, long owner, long value) {}

    private final CellWords words;
    private final OwnerTable table;

    ConditionQueue(CellWords words) {
        this.words = words;
        this.table = new OwnerTable(words, ENTRIES);
    }

    /**
     * Puts the calling thread at the end.
     *
     * @return its entry
     * @throws IllegalStateException if there are too many
     */
    int register() {
        int index = table.claim(this::strikeOut);
        Step.CONDITION_CLAIMED.reached();
        long last = words.get(ConditionLayout.LAST);
        words.set(ConditionLayout.LAST, last + 1);
        words.set(ENTRIES.valueAt(index), ConditionLayout.waiting(last + 1));
        Step.CONDITION_WAITING.reached();
        return index;
    }

    /** Whether an entry of ours was not signalled yet. */
    boolean isWaiting(int index) {
        return ConditionLayout.isWaiting(words.get(ENTRIES.valueAt(index)));
    }

    void sleep(int index, long nanos) throws InterruptedException {
        long value = words.get(ENTRIES.valueAt(index));
        if (ConditionLayout.isWaiting(value)) {
            words.await(ConditionLayout.futexAt(index), (int) value, nanos);
        }
    }

    /** Ends an entry of ours. Whether it was signalled. */
    boolean leave(int index) {
        boolean signalled = !isWaiting(index);
        forget(index);
        return signalled;
    }

    /** Signals the first who wait, those who have come first. */
    void signal(int count) {
        signal(count, words.get(ConditionLayout.LAST));
    }

    /** The same among those who have come up to one. */
    private void signal(int count, long last) {
        List<Waiter> waiters = waiters(last);
        waiters.sort(Comparator.comparingLong(Waiter::value));
        int signalled = 0;
        for (Waiter waiter : waiters) {
            if (signalled == count) {
                break;
            }
            if (signal(waiter, last)) {
                signalled++;
            }
        }
    }

    private List<Waiter> waiters(long last) {
        List<Waiter> waiters = new ArrayList<>();
        for (int index = 1; index <= table.high(); index++) {
            long owner = table.owner(index);
            long value = words.get(ENTRIES.valueAt(index));
            if (owner != 0 && ConditionLayout.isWaiting(value) && ConditionLayout.order(value) <= last) {
                waiters.add(new Waiter(index, owner, value));
            }
        }
        return waiters;
    }

    /** Wakes first, and asks then whether there was anybody: that takes as long as the other takes to wake up. */
    private boolean signal(Waiter waiter, long last) {
        int at = ENTRIES.valueAt(waiter.index());
        if (!words.compareAndSet(at, waiter.value(), ConditionLayout.signalled(last))) {
            return false;
        }
        Step.CONDITION_SIGNALLED.reached();
        words.wake(ConditionLayout.futexAt(waiter.index()), 1);
        if (Holder.seemsDead(waiter.owner())) {
            forget(waiter.index());
            return false;
        }
        return true;
    }

    /** Whether somebody has died who was signalled. May be asked without the lock. */
    boolean hasLostSignal() {
        for (int index = 1; index <= table.high(); index++) {
            if (isLost(index)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Gives the signals of the dead to others, and only then forgets the dead: who dies here, with the lock, has at worst
     * signalled twice. What was given to all who waited goes to nobody.
     */
    void handOn() {
        for (int index = 1; index <= table.high(); index++) {
            if (isLost(index)) {
                signal(1, ConditionLayout.order(words.get(ENTRIES.valueAt(index))));
                forget(index);
            }
        }
    }

    private boolean isLost(int index) {
        return ConditionLayout.isSignalled(words.get(ENTRIES.valueAt(index))) && table.isDead(table.owner(index));
    }

    /** An entry of the dead, unless it has a signal that somebody is still to get. */
    private boolean strikeOut(int index) {
        return !isLost(index) && forget(index);
    }

    /** The value first: a signal in an entry of nobody would be its next owner's. */
    private boolean forget(int index) {
        words.set(ENTRIES.valueAt(index), 0);
        Step.CONDITION_LEAVING.reached();
        return table.free(index, table.owner(index));
    }
}
