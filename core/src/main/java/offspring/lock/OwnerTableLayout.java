package offspring.lock;

/**
 * Where a shared object notes which processes have a part in it.
 *
 * <pre>
 *   highAt   high      long   the highest index that was ever taken; those above have never been looked at
 *  firstAt   entry 1   entryBytes
 *            entry 2
 *            ...              the first few in the cell, all others in the region behind it
 *
 *  an entry:
 *      0  owner     long   63..42 pid, 41..6 start time ({@link Holder}), 5..0 flags; 0: the entry is free
 *      8  value     long   what the object says of it
 *     16  ...              more of that, in larger entries
 * </pre>
 */
public record OwnerTableLayout(int highAt, int firstAt, int entryBytes) {

    private static final int OWNER = 0;
    private static final int VALUE = 8;

    /** How many entries there can be. */
    public int capacity() {
        return (CellWordsLayout.BYTES - firstAt) / entryBytes;
    }

    public int at(int index) {
        return firstAt + (index - 1) * entryBytes;
    }

    public int ownerAt(int index) {
        return at(index) + OWNER;
    }

    public int valueAt(int index) {
        return at(index) + VALUE;
    }
}
