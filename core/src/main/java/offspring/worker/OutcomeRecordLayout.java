package offspring.worker;

/**
 * What a worker writes into its outcome ring. The record's type is a kind, with flags for what has a payload.
 *
 * <pre>
 *  READY                (nothing)                      the initializer has run
 *  INITIALIZER_FAILED | flags                          the worker ends
 *                       0 payload of the failure
 *                         and, if CARGO, at its end the handles, as for items
 *  ITEM | flags         0 int  assignment
 *                       4 int  item
 *                       8 payload of the value, or of the failure if FAILED
 *                         and, if CARGO, at its end: the handle of each shared object in it, a long each, then int how many
 *                         or, if AWAY: 8 long offset, 16 long length of a region that holds all that
 *  CHUNK_END            0 int  assignment              no item of it is begun any more
 *                       4 int  items begun
 * </pre>
 *
 * <p>An item's record with LAST is its assignment's end too; otherwise CHUNK_END follows. Items of an
 * assignment come in order and without gaps. Both sides read and write copies of the records, in arrays.
 */
public final class OutcomeRecordLayout {

    /** The initializer has run. */
    public static final int READY = 1;
    /** The initializer has failed. */
    public static final int INITIALIZER_FAILED = 2;
    /** No item of the assignment is begun any more. */
    public static final int CHUNK_END = 3;
    /** An item's outcome; flags may be added. */
    public static final int ITEM = 4;

    /** The item failed. */
    public static final int FAILED = 8;
    /** The item was the assignment's last. */
    public static final int LAST = 16;
    /** The payload is in a region of its own. */
    public static final int AWAY = 32;
    /** Handles of shared objects follow the payload, each of which the record counts as a use of. */
    public static final int CARGO = 64;

    /** What stands before an item's payload; all of a chunk end. */
    public static final int ITEM_BYTES = 8;
    /** How long an item's record is whose payload is elsewhere. */
    public static final int AWAY_BYTES = 24;

    private OutcomeRecordLayout() {}

    /** Whether the record is an item's outcome. */
    public static boolean isItem(int type) {
        return (type & ITEM) != 0;
    }

    /** Whether the record says that the initializer has failed. */
    public static boolean isInitializerFailed(int type) {
        return (type & ~CARGO) == INITIALIZER_FAILED;
    }

    static void writeItem(byte[] record, int assignment, int item) {
        Words.putInt(record, 0, assignment);
        Words.putInt(record, 4, item);
    }

    static void writeAway(byte[] record, long regionOffset, long length) {
        Words.putLong(record, ITEM_BYTES, regionOffset);
        Words.putLong(record, ITEM_BYTES + 8, length);
    }

    /** How much the handles take that an item's record has. */
    static int cargoBytes(int handles) {
        return handles * Long.BYTES + Integer.BYTES;
    }

    /** Writes a handle into the end of a record, that begins there. */
    static void writeHandle(byte[] record, int at, int index, long handle) {
        Words.putLong(record, at + index * Long.BYTES, handle);
    }

    /** Ends the end. */
    static void writeHandleCount(byte[] record, int at, int count) {
        Words.putInt(record, at + count * Long.BYTES, count);
    }

    /** The handles in a record with cargo. */
    public static long[] handles(byte[] bytes, int at, int length) {
        int count = Words.intAt(bytes, at + length - Integer.BYTES);
        long[] handles = new long[count];
        int first = at + length - cargoBytes(count);
        for (int i = 0; i < count; i++) {
            handles[i] = Words.longAt(bytes, first + i * Long.BYTES);
        }
        return handles;
    }

    /** How long the record is without them. */
    public static int lengthWithoutCargo(byte[] bytes, int at, int length) {
        return length - cargoBytes(Words.intAt(bytes, at + length - Integer.BYTES));
    }

    /** Which assignment the record that begins there is about. */
    public static int assignment(byte[] bytes, int at) {
        return Words.intAt(bytes, at);
    }

    /** Which item it is about, or for a chunk end how many were begun. */
    public static int item(byte[] bytes, int at) {
        return Words.intAt(bytes, at + 4);
    }

    /** Where the region with the payload begins. */
    public static long awayOffset(byte[] bytes, int at) {
        return Words.longAt(bytes, at + ITEM_BYTES);
    }

    /** How long the payload in the region is. */
    public static long awayLength(byte[] bytes, int at) {
        return Words.longAt(bytes, at + ITEM_BYTES + 8);
    }
}
