package offspring.lock;

import java.util.function.IntPredicate;
import java.util.function.LongPredicate;

/**
 * Which processes have a part in a shared object, so that the parts of the dead can be found. Entries count from 1.
 *
 * <p>Processes: an entry is its owner's by the compare-and-set that takes it, so there is no instruction at which a
 * death leaves one to nobody. Those of the dead are used again.
 *
 * <p>Cost: a look at all entries that were ever used at once; those of the dead, and those that
 * others have given up, are looked for when the table has doubled.
 */
public final class OwnerTable {

    private static final int FEW = 8;

    private final Words words;
    private final OwnerTableLayout layout;
    private final long self;
    private final LongPredicate isDead;
    private final LongPredicate seemsDead;
    /** Below it there is hardly a free entry, as far as this process knows; what others have freed is found by a sweep. */
    private int lowestFree = 1;

    public OwnerTable(Words words, OwnerTableLayout layout) {
        this(words, layout, Holder.SELF, Holder::isDead, Holder::seemsDead);
    }

    /** For tests, with processes that are none. */
    public OwnerTable(Words words, OwnerTableLayout layout, long self, LongPredicate isDead) {
        this(words, layout, self, isDead, isDead);
    }

    /** For tests that tell the two apart. */
    public OwnerTable(
            Words words, OwnerTableLayout layout, long self, LongPredicate isDead, LongPredicate seemsDead) {
        this.words = words;
        this.layout = layout;
        this.self = self;
        this.isDead = isDead;
        this.seemsDead = seemsDead;
    }

    /** No entry above it has ever been used. */
    public int high() {
        return (int) words.get(layout.highAt());
    }

    /** Who has an entry, with flags; 0 if nobody has. */
    public long owner(int index) {
        return words.get(layout.ownerAt(index));
    }

    public boolean isOurs(long owner) {
        return Holder.of(owner) == self;
    }

    /** Whether the process that is named there runs no more; false for nobody. */
    public boolean isDead(long owner) {
        return owner != 0 && !isOurs(owner) && isDead.test(owner);
    }

    /** As {@link #isDead}, perhaps 2 ms later, for whom asks often: see {@link Holder#seemsDead}. */
    public boolean seemsDead(long owner) {
        return owner != 0 && !isOurs(owner) && seemsDead.test(owner);
    }

    /** The entry of this process, where each process has one; 0 if there is none. */
    public int find() {
        for (int index = 1; index <= high(); index++) {
            if (isOurs(owner(index))) {
                return index;
            }
        }
        return 0;
    }

    /**
     * Takes an entry for this process.
     *
     * @param bury makes the entry of a dead process free; false if it cannot be had
     * @throws IllegalStateException if there are no more
     */
    public int claim(IntPredicate bury) {
        while (true) {
            int index = free(bury);
            if (words.compareAndSet(layout.ownerAt(index), 0, self)) {
                lowestFree = index + 1;
                return index;
            }
        }
    }

    /** Gives an entry up, or that of a dead process. */
    public boolean free(int index, long owner) {
        boolean freed = words.compareAndSet(layout.ownerAt(index), owner, 0);
        lowestFree = Math.min(lowestFree, index);
        return freed;
    }

    /** Sets a flag of an entry of ours. */
    public void flag(int index, long flag) {
        long owner = owner(index);
        if (isOurs(owner)) {
            words.compareAndSet(layout.ownerAt(index), owner, owner | flag);
        }
    }

    private int free(IntPredicate bury) {
        int high = high();
        int found = firstFree(lowestFree, high);
        if (found == 0 && (high >= FEW && Integer.bitCount(high) == 1 || high == layout.capacity())) {
            found = sweep(high, bury);
        }
        return found == 0 ? oneMore(high) : found;
    }

    private int firstFree(int from, int to) {
        for (int index = from; index <= to; index++) {
            if (owner(index) == 0) {
                return index;
            }
        }
        return 0;
    }

    /** Frees what the dead have left; the first of it, or 0. */
    private int sweep(int high, IntPredicate bury) {
        int first = 0;
        long alive = self;
        for (int index = high; index > 0; index--) {
            long owner = owner(index);
            if (Holder.of(owner) == alive) {
                continue;
            }
            boolean dead = isDead(owner);
            if (owner == 0 || dead && bury.test(index)) {
                first = index;
            } else if (!dead) {
                alive = Holder.of(owner);
            }
        }
        return first;
    }

    /** The mark first: who dies in between has used an index up, and no entry is ever above the mark. */
    private int oneMore(int high) {
        if (high == layout.capacity()) {
            throw new IllegalStateException("cannot wait for a shared object, or hold some of it: there is no room for"
                    + " more at a time; entries=" + high);
        }
        words.compareAndSet(layout.highAt(), high, high + 1);
        return high + 1;
    }
}
