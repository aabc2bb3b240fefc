package offspring.sync;

import static offspring.sync.BarrierLayout.ENTRIES;
import static offspring.sync.BarrierLayout.STATE;

import java.util.function.Supplier;
import offspring.lock.CellWords;
import offspring.lock.Holder;
import offspring.lock.LockWord;
import offspring.lock.OwnerTable;
import offspring.lock.Step;
import offspring.region.SharedCell;

/**
 * The rounds of a barrier, and who has arrived in them.
 *
 * <p>Race: somebody dies at any instruction. A round ends by one store to the state, and until then it has not ended:
 * there is no moment at which some have passed and others have not. How many have arrived is not counted but seen
 * from the entries.
 *
 * <p>Race: who has passed, or not, wakes when further rounds are over. The state tells about the round before. Who
 * ends a round first writes into the entries that are left of the round before how that one ended.
 */
final class BarrierRounds {

    /** What became of a round for one who has arrived. */
    enum Outcome {
        OPEN,
        PASSED,
        BROKEN
    }

    private final SharedCell cell;
    private final CellWords words;
    private final OwnerTable table;
    private final LockWord lock;

    BarrierRounds(SharedCell cell) {
        this.cell = cell;
        this.words = new CellWords(cell);
        this.table = new OwnerTable(words, ENTRIES);
        this.lock = new LockWord(cell);
    }

    int state() {
        return cell.getInt(STATE);
    }

    int parties() {
        return cell.getInt(BarrierLayout.PARTIES);
    }

    /** Runs a step of which there is one at a time. What a dead one has left is sound at every instruction. */
    <R> R alone(Supplier<R> step) {
        boolean interrupted = lock();
        try {
            return step.get();
        } finally {
            lock.release();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean lock() {
        boolean interrupted = false;
        while (true) {
            try {
                lock.acquire(Long.MAX_VALUE);
                return interrupted;
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
    }

    /** How many have arrived in the present round. */
    int arrived() {
        int round = BarrierLayout.round(state());
        int arrived = 0;
        for (int index = 1; index <= table.high(); index++) {
            if (isIn(index, round)) {
                arrived++;
            }
        }
        return arrived;
    }

    /** How many of them live. */
    int waiting() {
        int round = BarrierLayout.round(state());
        int waiting = 0;
        for (int index = 1; index <= table.high(); index++) {
            if (isIn(index, round) && !table.isDead(table.owner(index))) {
                waiting++;
            }
        }
        return waiting;
    }

    private boolean isIn(int index, int round) {
        long value = words.get(ENTRIES.valueAt(index));
        return BarrierLayout.hasArrived(value) && BarrierLayout.roundOf(value) == round && table.owner(index) != 0;
    }

    /** Notes that the calling thread has arrived: its entry. Alone. */
    int arrive() {
        int round = BarrierLayout.round(state());
        int index = table.claim(dead -> !isIn(dead, round) && leave(dead));
        Step.BARRIER_CLAIMED.reached();
        words.set(ENTRIES.valueAt(index), BarrierLayout.arrived(round));
        Step.BARRIER_ARRIVED.reached();
        return index;
    }

    /** Gives an entry up. The value first: nobody may find what was another's. */
    boolean leave(int index) {
        words.set(ENTRIES.valueAt(index), 0);
        return table.free(index, table.owner(index));
    }

    /** What became of a round in which somebody has arrived who still has that entry. The state first, see the race. */
    Outcome outcome(int index, int round) {
        int state = state();
        int since = BarrierLayout.roundsSince(round, state);
        if (since == 0 && !BarrierLayout.isBroken(state)) {
            return Outcome.OPEN;
        }
        boolean broken = switch (since) {
            case 0 -> true;
            case 1 -> BarrierLayout.wasBrokenBefore(state);
            default -> BarrierLayout.hasFailed(words.get(ENTRIES.valueAt(index)));
        };
        return broken ? Outcome.BROKEN : Outcome.PASSED;
    }

    /** Ends the present round for all who are in it, and begins the next. Alone. */
    void next(boolean broken) {
        int state = state();
        noteOutcomes(BarrierLayout.round(state), BarrierLayout.wasBrokenBefore(state));
        change(BarrierLayout.next(state, broken || BarrierLayout.isBroken(state)));
    }

    private void noteOutcomes(int presentRound, boolean broken) {
        for (int index = 1; index <= table.high(); index++) {
            long value = words.get(ENTRIES.valueAt(index));
            if (BarrierLayout.hasArrived(value) && BarrierLayout.roundOf(value) != presentRound) {
                words.compareAndSet(ENTRIES.valueAt(index), value, BarrierLayout.ended(value, broken));
            }
        }
    }

    /** Breaks the present round, if it is that one. Alone. */
    void breakRound(int round) {
        int state = state();
        if (BarrierLayout.round(state) == round && !BarrierLayout.isBroken(state)) {
            change(BarrierLayout.broken(state));
        }
    }

    private void change(int state) {
        cell.setInt(STATE, state);
        Step.BARRIER_OVER.reached();
        cell.wake(STATE, Integer.MAX_VALUE);
    }

    void sleep(int state, long nanos) throws InterruptedException {
        cell.await(STATE, state, nanos);
    }

    /** Whether one of those who have arrived in a round has died. */
    boolean hasDead(int round) {
        long alive = 0;
        for (int index = 1; index <= table.high(); index++) {
            long owner = table.owner(index);
            if (owner != alive && isIn(index, round)) {
                if (Holder.seemsDead(owner)) {
                    return true;
                }
                alive = owner;
            }
        }
        return false;
    }

    /** Whether the next one after an entry has died. So each is looked at by one, and not all by all. */
    boolean isNextDead(int index, int round) {
        int high = table.high();
        for (int i = index; i < index + high; i++) {
            int next = i % high + 1;
            if (isIn(next, round)) {
                return table.isDead(table.owner(next));
            }
        }
        return false;
    }
}
