package offspring.worker;

import offspring.region.SharedBytes;
import offspring.ring.Doorbell;

/**
 * The first bytes of the region that a pool shares with one worker, and where the rest of it lies.
 *
 * <pre>
 *     0  int   magic, also the version
 *     4  int   1 if the worker was given up while it runs in the parent's own JVM
 *   128  the worker's doorbell
 *   256  long  ticket of slot 0, slot 1, ... slot 255
 *  2304  the task ring, parent to worker
 *        the outcome ring, worker to parent
 * </pre>
 *
 * <p>Doorbell and rings are aligned to pairs of cache lines. Tickets share lines: parent and worker seldom
 * write them at the same time.
 */
public final class WorkerControlLayout {

    /** In the first four bytes: version 1. */
    public static final int MAGIC = 0x4F57_0001;

    /** How many assignments a worker may have at one time; a power of two. */
    public static final int SLOTS = 256;

    private static final int MAGIC_OFFSET = 0;
    private static final int ABANDONED_OFFSET = 4;
    private static final int BELL_OFFSET = 128;
    private static final int TICKETS_OFFSET = BELL_OFFSET + Doorbell.BYTES;
    private static final int RINGS_OFFSET = TICKETS_OFFSET + SLOTS * 8;

    private WorkerControlLayout() {}

    /** How many bytes such a region has. */
    public static int bytesFor(int taskRingBytes, int outcomeRingBytes) {
        return RINGS_OFFSET + taskRingBytes + outcomeRingBytes;
    }

    /** The worker's doorbell. */
    public static Doorbell bell(SharedBytes region) {
        return new Doorbell(region.slice(BELL_OFFSET, Doorbell.BYTES));
    }

    /** Where the task ring lies. */
    public static SharedBytes taskRing(SharedBytes region, int taskRingBytes) {
        return region.slice(RINGS_OFFSET, taskRingBytes);
    }

    /** Where the outcome ring lies. */
    public static SharedBytes outcomeRing(SharedBytes region, int taskRingBytes) {
        return region.slice(RINGS_OFFSET + taskRingBytes, region.size() - RINGS_OFFSET - taskRingBytes);
    }

    /** Marks a fresh region as one of this version. */
    public static void stamp(SharedBytes region) {
        region.putInt(MAGIC_OFFSET, MAGIC);
    }

    /** Refuses a region that is not one of this version. */
    public static void check(SharedBytes region) {
        int magic = region.getInt(MAGIC_OFFSET);
        if (magic != MAGIC) {
            throw new IllegalStateException("cannot work for the pool: its memory is not laid out as expected; magic="
                    + Integer.toHexString(magic) + ", expected=" + Integer.toHexString(MAGIC)
                    + "; use the same version of this library in parent and child");
        }
    }

    /** Tells a worker in this JVM, which no signal can kill, that nobody waits for it any more. */
    public static void abandon(SharedBytes region) {
        region.setIntVolatile(ABANDONED_OFFSET, 1);
    }

    /** Whether the parent has given the memory back. */
    static boolean isFreed(SharedBytes region) {
        return region.getInt(MAGIC_OFFSET) == 0;
    }

    static boolean isAbandoned(SharedBytes region) {
        return region.getIntVolatile(ABANDONED_OFFSET) != 0;
    }

    /** The ticket of an assignment. */
    public static long ticket(SharedBytes region, int assignment) {
        return region.getLongVolatile(ticketOffset(assignment));
    }

    /** Writes the ticket of an assignment that has not been sent yet: published with its record. */
    public static void setTicket(SharedBytes region, int assignment, long word) {
        region.putLong(ticketOffset(assignment), word);
    }

    /** Changes a ticket if it still is what was read. */
    public static boolean replaceTicket(SharedBytes region, int assignment, long expected, long word) {
        return region.compareAndSetLong(ticketOffset(assignment), expected, word);
    }

    private static int ticketOffset(int assignment) {
        return TICKETS_OFFSET + (assignment & SLOTS - 1) * 8;
    }
}
