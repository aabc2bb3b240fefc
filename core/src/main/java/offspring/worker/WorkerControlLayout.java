package offspring.worker;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
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

    private static final long MAGIC_OFFSET = 0;
    private static final long ABANDONED_OFFSET = 4;
    private static final long BELL_OFFSET = 128;
    private static final long TICKETS_OFFSET = BELL_OFFSET + Doorbell.BYTES;
    private static final long RINGS_OFFSET = TICKETS_OFFSET + SLOTS * 8L;

    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();
    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();

    private WorkerControlLayout() {}

    /** How many bytes such a region has. */
    public static long bytesFor(long taskRingBytes, long outcomeRingBytes) {
        return RINGS_OFFSET + taskRingBytes + outcomeRingBytes;
    }

    /** The worker's doorbell. */
    public static Doorbell bell(MemorySegment region) {
        return new Doorbell(region.asSlice(BELL_OFFSET, Doorbell.BYTES));
    }

    /** Where the task ring lies. */
    public static MemorySegment taskRing(MemorySegment region, long taskRingBytes) {
        return region.asSlice(RINGS_OFFSET, taskRingBytes);
    }

    /** Where the outcome ring lies. */
    public static MemorySegment outcomeRing(MemorySegment region, long taskRingBytes) {
        return region.asSlice(RINGS_OFFSET + taskRingBytes);
    }

    /** Marks a fresh region as one of this version. */
    public static void stamp(MemorySegment region) {
        region.set(ValueLayout.JAVA_INT, MAGIC_OFFSET, MAGIC);
    }

    /** Refuses a region that is not one of this version. */
    public static void check(MemorySegment region) {
        int magic = region.get(ValueLayout.JAVA_INT, MAGIC_OFFSET);
        if (magic != MAGIC) {
            throw new IllegalStateException("cannot work for the pool: its memory is not laid out as expected; magic="
                    + Integer.toHexString(magic) + ", expected=" + Integer.toHexString(MAGIC)
                    + "; use the same version of this library in parent and child");
        }
    }

    /** Tells a worker in this JVM, which no signal can kill, that nobody waits for it any more. */
    public static void abandon(MemorySegment region) {
        INT.setVolatile(region, ABANDONED_OFFSET, 1);
    }

    static boolean isAbandoned(MemorySegment region) {
        return (int) INT.getVolatile(region, ABANDONED_OFFSET) != 0;
    }

    /** The ticket of an assignment. */
    public static long ticket(MemorySegment region, int assignment) {
        return (long) LONG.getVolatile(region, ticketOffset(assignment));
    }

    /** Writes the ticket of an assignment that has not been sent yet: published with its record. */
    public static void setTicket(MemorySegment region, int assignment, long word) {
        LONG.set(region, ticketOffset(assignment), word);
    }

    /** Changes a ticket if it still is what was read. */
    public static boolean replaceTicket(MemorySegment region, int assignment, long expected, long word) {
        return LONG.compareAndSet(region, ticketOffset(assignment), expected, word);
    }

    private static long ticketOffset(int assignment) {
        return TICKETS_OFFSET + (assignment & SLOTS - 1) * 8L;
    }
}
