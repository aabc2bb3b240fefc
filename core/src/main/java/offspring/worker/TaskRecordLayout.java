package offspring.worker;

/**
 * What the parent writes into a worker's task ring. The record's type is one of the constants.
 *
 * <pre>
 *  CHUNK     0 int   assignment
 *            4 int   kind of call (ordinal of CallKind) | AWAY
 *            8 long  function id; 0: used by this chunk only
 *           16 int   length of the function's bytes; 0: the worker has it under its id
 *           20 int   length of the body
 *           24 the function's bytes, then the body
 *              or, if AWAY: 24 long offset of a region that holds them
 *
 *  body: for each item from the ticket's {@code begun} on:  int length, payload
 *        (empty for calls without arguments)
 *
 *  FORGET    0 long  id of a function that is not used any more
 *  STOP      (nothing)
 * </pre>
 *
 * <p>Both sides read and write copies of the records, in arrays.
 */
public final class TaskRecordLayout {

    /** Items to run. */
    public static final int CHUNK = 1;
    /** A function not needed any more. */
    public static final int FORGET = 2;
    /** Nothing more to do. */
    public static final int STOP = 3;

    /** How long a chunk record is without function and body. */
    public static final int CHUNK_BYTES = 24;
    /** How long a chunk record is whose bytes are elsewhere. */
    public static final int AWAY_BYTES = 32;
    /** How long a forget record is. */
    public static final int FORGET_BYTES = 8;
    /** What stands before each item in a body. */
    public static final int ITEM_HEADER_BYTES = 4;

    private static final int AWAY = 1 << 16;

    private TaskRecordLayout() {}

    /** Writes the fixed part of a chunk record. */
    public static void writeChunk(
            byte[] record, int assignment, CallKind kind, long functionId, int functionLength, int bodyLength) {
        Words.putInt(record, 0, assignment);
        Words.putInt(record, 4, kind.ordinal());
        Words.putLong(record, 8, functionId);
        Words.putInt(record, 16, functionLength);
        Words.putInt(record, 20, bodyLength);
    }

    /** Says that function and body are in a region of their own. */
    public static void writeAway(byte[] record, long regionOffset) {
        Words.putInt(record, 4, Words.intAt(record, 4) | AWAY);
        Words.putLong(record, CHUNK_BYTES, regionOffset);
    }

    static int assignment(byte[] record) {
        return Words.intAt(record, 0);
    }

    static CallKind kind(byte[] record) {
        return CallKind.of(Words.intAt(record, 4) & ~AWAY);
    }

    static boolean isAway(byte[] record) {
        return (Words.intAt(record, 4) & AWAY) != 0;
    }

    static long functionId(byte[] record) {
        return Words.longAt(record, 8);
    }

    static int functionLength(byte[] record) {
        return Words.intAt(record, 16);
    }

    static int bodyLength(byte[] record) {
        return Words.intAt(record, 20);
    }

    static long awayOffset(byte[] record) {
        return Words.longAt(record, CHUNK_BYTES);
    }

    /** Writes the id of a function to forget. */
    public static void writeForget(byte[] record, long functionId) {
        Words.putLong(record, 0, functionId);
    }

    static long forgotten(byte[] record) {
        return Words.longAt(record, 0);
    }
}
