package offspring.sync;

import static offspring.sync.BarrierLayout.ENTRIES;
import static offspring.sync.BarrierLayout.FUTEX;
import static offspring.sync.BarrierLayout.STATE;

import offspring.lock.CellWords;
import offspring.lock.Holder;
import offspring.lock.OwnerTable;
import offspring.lock.Step;
import offspring.region.SharedCell;

/**
 * The rounds of a barrier, and who has arrived in them. There is no lock: whoever is stopped anywhere holds up nobody.
 *
 * <p>Race: somebody dies at any instruction. Who arrives says so in an entry before he is counted, so that nobody who
 * counts can be missing; dead ones are found in the entries. A round ends by one compare-and-set of the state, and until
 * then it has not ended: there is no moment at which some have passed and others have not.
 *
 * <p>Race: the round ends, or breaks, while somebody arrives. What he counts up is the state that he has seen.
 *
 * <p>Race: the entry of a dead one becomes another's while we look at it. Who finds an owner dead looks whether it still
 * is the owner: the dead take nothing again.
 *
 * <p>Race: who has passed, or not, wakes when further rounds are over. The state tells about the round before. Who
 * ends a round first writes into the entries that are left of the round before how that one ended; a late one writes
 * the same, or nothing.
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

    BarrierRounds(SharedCell cell) {
        this.cell = cell;
        this.words = new CellWords(cell);
        this.table = new OwnerTable(words, ENTRIES);
    }

    long state() {
        return cell.getLong(STATE);
    }

    int parties() {
        return cell.getInt(BarrierLayout.PARTIES);
    }

    /** How many of those who have arrived in the present round live. */
    int waiting() {
        long state = state();
        int waiting = 0;
        for (int index = 1; index <= table.high(); index++) {
            if (isIn(index, BarrierLayout.round(state)) && !table.isDead(table.owner(index))) {
                waiting++;
            }
        }
        return Math.min(waiting, BarrierLayout.arrived(state));
    }

    private boolean isIn(int index, int round) {
        return BarrierLayout.isIn(words.get(ENTRIES.valueAt(index)), round) && table.owner(index) != 0;
    }

    /** An entry for the calling thread, which says nothing yet. */
    int claim() {
        int index = table.claim(this::bury);
        Step.BARRIER_CLAIMED.reached();
        return index;
    }

    /** Notes in an entry of ours that the calling thread arrives. */
    void enter(int index, long state) {
        words.set(ENTRIES.valueAt(index), BarrierLayout.arrivedIn(BarrierLayout.round(state)));
        Step.BARRIER_ENTERED.reached();
    }

    /** Counts one who has entered; false if the state has changed. */
    boolean count(long state) {
        boolean counted = cell.compareAndSetLong(STATE, state, BarrierLayout.withOneMore(state));
        if (counted) {
            Step.BARRIER_ARRIVED.reached();
        }
        return counted;
    }

    /** Gives an entry of ours up. The value first: nobody may find what was another's. */
    void leave(int index) {
        words.set(ENTRIES.valueAt(index), 0);
        table.free(index, table.owner(index));
    }

    /**
     * Frees the entry of a dead process, if it is not in the round. The value stays: it may be the next owner's already,
     * and until then it is of a round that is over.
     */
    private boolean bury(int index) {
        long owner = table.owner(index);
        return table.isDead(owner) && !isIn(index, BarrierLayout.round(state())) && table.free(index, owner);
    }

    /** What became of a round in which somebody has arrived who still has that entry. The state first, see the race. */
    Outcome outcome(int index, int round) {
        long state = state();
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

    /** Ends a round for all who are in it, and begins the next; false if the state has changed. */
    boolean next(long state, boolean broken) {
        noteOutcomes(BarrierLayout.roundBefore(BarrierLayout.round(state)), BarrierLayout.wasBrokenBefore(state));
        return change(state, BarrierLayout.next(state, broken || BarrierLayout.isBroken(state)));
    }

    private void noteOutcomes(int round, boolean broken) {
        for (int index = 1; index <= table.high(); index++) {
            if (BarrierLayout.isIn(words.get(ENTRIES.valueAt(index)), round)) {
                words.compareAndSet(
                        ENTRIES.valueAt(index), BarrierLayout.arrivedIn(round), BarrierLayout.ended(round, broken));
            }
        }
    }

    /** Breaks a round; false if it is over, or broken already. */
    boolean breakRound(int round) {
        long state = state();
        while (BarrierLayout.round(state) == round && !BarrierLayout.isBroken(state)) {
            if (change(state, BarrierLayout.broken(state))) {
                return true;
            }
            state = state();
        }
        return false;
    }

    private boolean change(long state, long changed) {
        if (!cell.compareAndSetLong(STATE, state, changed)) {
            return false;
        }
        Step.BARRIER_OVER.reached();
        cell.wake(FUTEX, Integer.MAX_VALUE);
        return true;
    }

    void sleep(long state, long nanos) throws InterruptedException {
        cell.await(FUTEX, (int) state, nanos);
    }

    /** Whether one of those who arrive, or have arrived, in a round has died. */
    boolean hasDead(int round) {
        long alive = 0;
        for (int index = 1; index <= table.high(); index++) {
            long owner = table.owner(index);
            if (owner != alive && isIn(index, round)) {
                if (Holder.seemsDead(owner) && table.owner(index) == owner) {
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
            long owner = table.owner(next);
            if (isIn(next, round)) {
                return table.isDead(owner) && table.owner(next) == owner;
            }
        }
        return false;
    }
}
