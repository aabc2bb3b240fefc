package offspring.sync;

import static offspring.sync.SemaphoreLayout.ENTRIES;
import static offspring.sync.SemaphoreLayout.TURN;
import static offspring.sync.SemaphoreLayout.WORD;

import offspring.lock.OwnerTable;
import offspring.lock.Words;

/**
 * Permits of which it is known at every instruction which process has how many.
 *
 * <p>The word belongs to one process at a time, in turns, and has its permits and what changed in its balance
 * meanwhile: a change is one compare-and-set, after which both are right. Another process that wants to change
 * something first <i>freezes</i> the word, then <i>books</i> the change in the entry of the process whose turn it
 * was, then <i>gives</i> the next turn to itself in the turn's word, and at last <i>begins</i> it with its own
 * change. Anybody can do any of these steps for anybody: who is killed or stopped between two of them holds up
 * nobody.
 *
 * <p>A change that is too large for the few bits of the word is written as an order into the entry, before the turn
 * is given.
 *
 * <p>Race: somebody is stopped before he books, and goes on when it was booked long ago. The entry says which turn
 * was booked last, so his compare-and-set fails; and a word that still is frozen for the same turn has not been
 * booked by others. Before he gives a turn, or begins one: the numbers of turns never come again, those in the word
 * not before 67 million turns.
 *
 * <p>Race: two find the same process dead. Its balance comes back by a turn of its own, with an order that both write
 * alike. An order that is older than what is there is not written: it could not be meant any more.
 */
final class OwnedPermits implements Permits {

    private final Words words;
    private final OwnerTable table;
    private final int bound;
    /** The threads of this process change its entry one after the other. */
    private final Object oneOfUs;

    private final Runnable whenClaimed;
    /** Our entry; 0 before there is one, and never another. */
    private int mine;

    OwnedPermits(Words words, OwnerTable table, int bound, Object oneOfUs, Runnable whenClaimed) {
        this.words = words;
        this.table = table;
        this.bound = bound;
        this.oneOfUs = oneOfUs;
        this.whenClaimed = whenClaimed;
    }

    @Override
    public int available() {
        return SemaphoreLayout.permits(words.get(WORD));
    }

    @Override
    public boolean change(int change) {
        while (true) {
            long word = words.get(WORD);
            if (!SemaphoreLayout.allows(word, change, bound)) {
                return false;
            }
            if (!isOurs(word) || !SemaphoreLayout.canSay(word, change)) {
                return changeInNewTurn(change);
            }
            if (words.compareAndSet(WORD, word, SemaphoreLayout.changed(word, change))) {
                return true;
            }
        }
    }

    /** The word is read before the turn: a turn that has begun has one process for ever. */
    private boolean isOurs(long word) {
        long turn = words.get(TURN);
        return SemaphoreLayout.index(turn) == mine
                && mine != 0
                && SemaphoreLayout.isOf(word, turn)
                && !SemaphoreLayout.isFrozen(word);
    }

    private boolean changeInNewTurn(int change) {
        synchronized (oneOfUs) {
            int index = claimed();
            while (true) {
                long turn = settle();
                long word = words.get(WORD);
                if (!SemaphoreLayout.isOf(word, turn)) {
                    continue;
                }
                if (!SemaphoreLayout.allows(word, change, bound)) {
                    return false;
                }
                long next = SemaphoreLayout.next(turn, index);
                if (Math.abs(change) <= SemaphoreLayout.MOST_DRAWN) {
                    if (changeFirst(word, turn, next, change)) {
                        return true;
                    }
                } else if (give(turn, next, orderFor(next, change))) {
                    begin(next);
                    return isDone(next);
                }
            }
        }
    }

    private static long orderFor(long turn, int change) {
        return change < 0
                ? BalanceLayout.order(turn, BalanceLayout.ACQUIRE, -change)
                : BalanceLayout.order(turn, BalanceLayout.RELEASE, change);
    }

    /** Begins a turn of ours with a change, if nobody else does it for us, without. */
    private boolean changeFirst(long word, long turn, long next, int change) {
        if (!give(turn, next, 0)) {
            return false;
        }
        long value = words.get(BalanceLayout.valueAt(SemaphoreLayout.index(next)));
        return words.compareAndSet(WORD, word, SemaphoreLayout.changed(begun(word, next, value), change));
    }

    /** Gives the next turn; false if another was given, or is about to be. */
    private boolean give(long turn, long next, long order) {
        int at = BalanceLayout.orderAt(SemaphoreLayout.index(next));
        long old = words.get(at);
        // Later ones are of later turns. While the turn is the old one there is none: what looks so is from long ago.
        if (order != 0 && BalanceLayout.isLater(old, order) && words.get(TURN) != turn) {
            return false;
        }
        return (old == order || words.compareAndSet(at, old, order)) && words.compareAndSet(TURN, turn, next);
    }

    /** Ends the present turn: what was changed in it is in its process's entry then. Which turn that was. */
    private long settle() {
        while (true) {
            long turn = words.get(TURN);
            long word = words.get(WORD);
            if (!SemaphoreLayout.isOf(word, turn)) {
                begin(turn);
            } else if (!SemaphoreLayout.isFrozen(word)) {
                words.compareAndSet(WORD, word, SemaphoreLayout.frozen(word));
            } else if (isBooked(turn) || book(word, turn)) {
                return turn;
            }
        }
    }

    private boolean isBooked(long turn) {
        int index = SemaphoreLayout.index(turn);
        return index == 0 || BalanceLayout.isBooked(words.get(BalanceLayout.valueAt(index)), turn);
    }

    private boolean book(long word, long turn) {
        int index = SemaphoreLayout.index(turn);
        long value = words.get(BalanceLayout.valueAt(index));
        long order = words.get(BalanceLayout.orderAt(index));
        return words.get(WORD) == word
                && !BalanceLayout.isBooked(value, turn)
                && words.compareAndSet(BalanceLayout.valueAt(index), value, booked(value, order, word, turn));
    }

    private static long booked(long value, long order, long word, long turn) {
        long balance = BalanceLayout.balance(value);
        int extra = SemaphoreLayout.extra(word);
        if (!BalanceLayout.isFor(order, turn)) {
            return BalanceLayout.booked(turn, balance - BalanceLayout.drawn(value) + extra, true);
        }
        boolean done = extra == 1;
        long after = switch (BalanceLayout.kind(order)) {
            case BalanceLayout.ACQUIRE -> balance + BalanceLayout.count(order);
            case BalanceLayout.RELEASE -> Math.max(0, balance - BalanceLayout.count(order));
            default -> 0;
        };
        return BalanceLayout.booked(turn, done ? after : balance, done);
    }

    /** Begins a turn that was given, if the one before it still is the word's. */
    private void begin(long turn) {
        long word = words.get(WORD);
        if (!SemaphoreLayout.isFrozen(word) || !SemaphoreLayout.isBefore(word, turn)) {
            return;
        }
        int index = SemaphoreLayout.index(turn);
        long value = words.get(BalanceLayout.valueAt(index));
        long order = words.get(BalanceLayout.orderAt(index));
        words.compareAndSet(
                WORD, word, BalanceLayout.isFor(order, turn) ? made(order, word, turn) : begun(word, turn, value));
    }

    private static long begun(long word, long turn, long value) {
        int drawn = BalanceLayout.drawn(value);
        boolean more = BalanceLayout.balance(value) > drawn;
        return SemaphoreLayout.begun(turn, SemaphoreLayout.permits(word), drawn, more);
    }

    /** The word after a change by order. */
    private long made(long order, long word, long turn) {
        int permits = SemaphoreLayout.permits(word);
        int count = BalanceLayout.count(order);
        boolean done = true;
        switch (BalanceLayout.kind(order)) {
            case BalanceLayout.ACQUIRE -> done = SemaphoreLayout.allows(word, -count, bound);
            case BalanceLayout.RELEASE -> done = SemaphoreLayout.allows(word, count, bound);
            case BalanceLayout.RETURN -> count = Math.min(count, bound - permits);
            default -> count = 0;
        }
        int more = !done ? 0 : BalanceLayout.kind(order) == BalanceLayout.ACQUIRE ? -count : count;
        return SemaphoreLayout.frozen(SemaphoreLayout.begun(turn, permits + more, done ? 1 : 0, false));
    }

    /** Whether the change by which a turn of ours began was made. No other turn can be ours before this returns. */
    private boolean isDone(long turn) {
        int at = BalanceLayout.valueAt(SemaphoreLayout.index(turn));
        while (true) {
            long value = words.get(at);
            if (BalanceLayout.isBooked(value, turn)) {
                return BalanceLayout.isDone(value);
            }
            settle();
        }
    }

    private int claimed() {
        if (mine == 0) {
            int found = table.find();
            mine = found == 0 ? table.claim(this::bury) : found;
            whenClaimed.run();
        }
        return mine;
    }

    @Override
    public boolean recover() {
        boolean recovered = false;
        for (int index = 1; index <= table.high(); index++) {
            if (mayHold(index) && table.seemsDead(table.owner(index))) {
                recovered |= bury(index);
            }
        }
        return recovered;
    }

    private boolean mayHold(int index) {
        return BalanceLayout.balance(words.get(BalanceLayout.valueAt(index))) > 0
                || SemaphoreLayout.index(words.get(TURN)) == index;
    }

    /** What comes back from a dead process does so; its entry is free then. Whether it has become so by this. */
    private boolean bury(int index) {
        long owner = table.owner(index);
        boolean dead = table.isDead(owner);
        while (dead && table.owner(index) == owner) {
            long turn = words.get(TURN);
            if (mayHold(index)) {
                turn = settle();
            }
            int balance = BalanceLayout.balance(words.get(BalanceLayout.valueAt(index)));
            if (table.owner(index) != owner) {
                return false;
            }
            if (balance == 0) {
                return table.free(index, owner);
            }
            giveBack(index, turn, owner, balance);
        }
        return false;
    }

    private void giveBack(int index, long turn, long owner, int balance) {
        int kind = (owner & BalanceLayout.FORFEITED) == 0 ? BalanceLayout.RETURN : BalanceLayout.DROP;
        long next = SemaphoreLayout.next(turn, index);
        if (give(turn, next, BalanceLayout.order(next, kind, balance))) {
            begin(next);
        }
    }
}
