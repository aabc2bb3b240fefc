package offspring.ipc;

import static offspring.ipc.JoinLayout.BASE;
import static offspring.ipc.JoinLayout.BEING_REMOVED;
import static offspring.ipc.JoinLayout.PENDING_BASE;
import static offspring.ipc.JoinLayout.PENDING_INDEX;

import offspring.lock.Holder;
import offspring.lock.OwnerTable;
import offspring.lock.RegionWords;
import offspring.message.Tally;
import offspring.region.Region;
import offspring.region.SharedCell;

/**
 * Which process has taken how many items of a {@link JoinableQueue}, and has marked how many as done. All but
 * {@link #total} is for whom has the lock of the take side.
 */
final class JoinTally implements Tally {

    /**
     * What a process had in hand when it died.
     *
     * @param owner the process, see {@link Holder}
     * @param count how many items
     */
    record Lost(long owner, int count) {}

    private final long handle;
    private final RegionWords words;
    private final OwnerTable table;
    private int index;

    JoinTally(SharedCell cell, Region extension) {
        this.handle = cell.handle();
        this.words = new RegionWords(cell, extension);
        this.table = new OwnerTable(words, JoinLayout.ENTRIES);
    }

    @Override
    public int self() {
        if (index == 0 || !table.isOurs(table.owner(index))) {
            index = table.find();
            if (index == 0) {
                index = table.claim(this::bury);
                Leavers.note(handle);
            }
        }
        return index;
    }

    @Override
    public void count(int taker, long turn) {
        if (taker != 0) {
            int at = JoinLayout.takenAt(taker);
            long word = words.get(at);
            if (!JoinLayout.isOf(word, turn)) {
                words.set(at, JoinLayout.counted(word, turn));
            }
        }
    }

    @Override
    public void repair() {
        int dead = (int) words.get(PENDING_INDEX);
        if (dead != 0) {
            free(dead);
        }
    }

    /** How many items are done. A moment old, and may be too many, without the lock. */
    long total() {
        long total = words.get(BASE);
        for (int entry = 1; entry <= table.high(); entry++) {
            total += words.get(JoinLayout.doneAt(entry));
        }
        return total;
    }

    /** This process has done one item more. */
    void done() {
        int at = JoinLayout.doneAt(self());
        words.set(at, words.get(at) + 1);
    }

    /** Nobody will take it, so it is done. */
    @Override
    public void removing(long message) {
        words.set(PENDING_BASE, words.get(BASE) + 1);
        words.set(BEING_REMOVED, message + 1);
    }

    @Override
    public void removed(long message) {
        if (words.get(BEING_REMOVED) == message + 1) {
            words.set(BASE, words.get(PENDING_BASE));
            words.set(BEING_REMOVED, 0);
        }
    }

    /** Whether a process that is dead now has taken any. Needs no lock. */
    boolean hasDead() {
        for (int entry = 1; entry <= table.high(); entry++) {
            if (table.isDead(table.owner(entry))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Settles for one dead process; null if there is none that left anything undone.
     *
     * @param gone how many items are in the queue no more: what others have marked as done in its place is not undone
     */
    Lost settle(long gone) {
        for (int entry = 1; entry <= table.high(); entry++) {
            long owner = table.owner(entry);
            if (table.isDead(owner)) {
                int lost = settle(entry, owner, Math.clamp(gone - total(), 0, Integer.MAX_VALUE));
                if (lost > 0) {
                    return new Lost(owner, lost);
                }
            }
        }
        return null;
    }

    /** Frees the entry of a dead process that left nothing undone; the others are for who joins, who tells of them. */
    private boolean bury(int entry) {
        long owner = table.owner(entry);
        if (!table.isDead(owner) || lost(entry, owner) > 0) {
            return false;
        }
        settle(entry, owner, 0);
        return true;
    }

    private int lost(int entry, long owner) {
        int inHand = JoinLayout.taken(words.get(JoinLayout.takenAt(entry))) - (int) words.get(JoinLayout.doneAt(entry));
        return (owner & JoinLayout.ENDED_WELL) != 0 ? 0 : Math.max(0, inHand);
    }

    private int settle(int entry, long owner, int undone) {
        int lost = Math.min(lost(entry, owner), undone);
        words.set(BEING_REMOVED, 0); // who was about to remove it died before
        words.set(PENDING_BASE, words.get(BASE) + words.get(JoinLayout.doneAt(entry)) + lost);
        words.set(PENDING_INDEX, entry);
        free(entry);
        return lost;
    }

    /** May be done again if who did it died. */
    private void free(int entry) {
        words.set(BASE, words.get(PENDING_BASE));
        words.set(JoinLayout.doneAt(entry), 0);
        // The turn stays: the stream's place may still name this entry, and after another death it is counted once more.
        words.set(JoinLayout.takenAt(entry), JoinLayout.forgotten(words.get(JoinLayout.takenAt(entry))));
        words.set(JoinLayout.ENTRIES.ownerAt(entry), 0);
        words.set(PENDING_INDEX, 0);
    }

    /** This process ends as it should: what it has in hand is nobody's loss. */
    void leave() {
        int own = table.find();
        if (own != 0) {
            table.flag(own, JoinLayout.ENDED_WELL);
        }
    }
}
