package offspring.ipc;

import static offspring.ipc.JoinLayout.BASE;
import static offspring.ipc.JoinLayout.BEING_REMOVED;
import static offspring.ipc.JoinLayout.PENDING_BASE;
import static offspring.ipc.JoinLayout.PENDING_INDEX;

import java.util.Arrays;
import offspring.lock.Holder;
import offspring.lock.OwnerTable;
import offspring.lock.RegionWords;
import offspring.lock.Step;
import offspring.message.Tally;
import offspring.region.Region;
import offspring.region.SharedCell;

/**
 * Which process has taken how many items of a {@link JoinableQueue}, and has marked how many as done. All but
 * {@link #total} is for whom has the lock of the take side.
 */
final class JoinTally implements Tally {

    /** What a dead process left undone depends on how it ended. */
    static final int NOT_YET = -1;

    private static final long[] NOBODY = {};

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
        Step.JOIN_DONE.reached();
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
            Step.JOIN_REMOVED.reached();
            words.set(BEING_REMOVED, 0);
        }
    }

    /** Those who have taken any and are dead now. Needs no lock. */
    long[] dead() {
        long[] dead = NOBODY;
        for (int entry = 1; entry <= table.high(); entry++) {
            long owner = table.owner(entry);
            if (table.isDead(owner)) {
                dead = Arrays.copyOf(dead, dead.length + 1);
                dead[dead.length - 1] = owner;
            }
        }
        return dead;
    }

    /**
     * Settles for a dead process.
     *
     * @param owner the process
     * @param death its end; null if it is not known yet, and then it has to be only if there is anything in its hand
     * @param gone how many items are in the queue no more: what others have marked as done in its place is not undone
     * @return how many items it has left undone; {@link #NOT_YET} if that depends on its end
     */
    int settle(long owner, Death death, long gone) {
        int entry = entryOf(owner);
        int undone = entry == 0 ? 0 : Math.min(inHand(entry), Math.clamp(gone - total(), 0, Integer.MAX_VALUE));
        if (undone > 0 && death == null) {
            return NOT_YET;
        }
        boolean lost = undone > 0 && (!hasFlag(entry) || !death.isSuccess());
        if (entry != 0) {
            settle(entry, lost ? undone : 0);
        }
        return lost ? undone : 0;
    }

    /** Where it is, unless somebody else has settled for it. */
    private int entryOf(long owner) {
        for (int entry = 1; entry <= table.high(); entry++) {
            if (Holder.of(table.owner(entry)) == Holder.of(owner)) {
                return entry;
            }
        }
        return 0;
    }

    /** Frees the entry of a dead process that left nothing undone; the others are for who joins, who tells of them. */
    private boolean bury(int entry) {
        long owner = table.owner(entry);
        if (!table.isDead(owner) || inHand(entry) > 0 && !hasEndedWell(entry, owner)) {
            return false;
        }
        settle(entry, 0);
        return true;
    }

    /** If nobody has told of its end who joins will find out, as long as there is room for it. */
    private boolean hasEndedWell(int entry, long owner) {
        boolean full = table.high() == JoinLayout.ENTRIES.capacity();
        return hasFlag(entry) && Deaths.told(owner).map(end -> end.code() == 0).orElse(full);
    }

    /** Whether the process has said that it ends by itself; by which code it could not know. */
    private boolean hasFlag(int entry) {
        return (table.owner(entry) & JoinLayout.ENDED_WELL) != 0;
    }

    private int inHand(int entry) {
        int taken = JoinLayout.taken(words.get(JoinLayout.takenAt(entry)));
        return Math.max(0, taken - (int) words.get(JoinLayout.doneAt(entry)));
    }

    private void settle(int entry, int lost) {
        words.set(BEING_REMOVED, 0); // who was about to remove it died before
        words.set(PENDING_BASE, words.get(BASE) + words.get(JoinLayout.doneAt(entry)) + lost);
        words.set(PENDING_INDEX, entry);
        Step.JOIN_NOTED.reached();
        free(entry);
    }

    /** May be done again if who did it died. */
    private void free(int entry) {
        words.set(BASE, words.get(PENDING_BASE));
        Step.JOIN_COUNTED.reached();
        words.set(JoinLayout.doneAt(entry), 0);
        // The turn stays: the stream's place may still name this entry, and after another death it is counted once more.
        words.set(JoinLayout.takenAt(entry), JoinLayout.forgotten(words.get(JoinLayout.takenAt(entry))));
        words.set(JoinLayout.ENTRIES.ownerAt(entry), 0);
        Step.JOIN_FREED.reached();
        words.set(PENDING_INDEX, 0);
    }

    /** This process ends by itself: what it has in hand is nobody's loss, unless its exit code says that it failed. */
    void leave() {
        int own = table.find();
        if (own != 0) {
            table.flag(own, JoinLayout.ENDED_WELL);
        }
    }
}
