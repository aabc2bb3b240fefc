package offspring.ring;

import offspring.region.SharedBytes;

/**
 * Records of bytes from one writer to one reader, usually in two processes, through shared memory.
 *
 * <p>Shape: see {@link RingLayout}. Any number of processes may look at it; one thread at a time is the writer, one the
 * reader, each with the object that {@link #writer()} or {@link #reader()} gave.
 *
 * <p>Order: records are read in the order in which they were written; what was done before a record was written is seen
 * by who reads it. A record appears whole, by one store of the write position, or not at all: a writer that is killed
 * leaves nothing half-written.
 *
 * <p>Blocking: never; a {@link Doorbell} is for waiting. Cost: no system call, no allocation.
 */
public final class RingBuffer {

    private final SharedBytes memory;
    private final int capacity;

    private RingBuffer(SharedBytes memory, int capacity) {
        this.memory = memory;
        this.capacity = capacity;
    }

    /**
     * How much memory a ring takes.
     *
     * @param capacityBytes of its data, a power of two
     */
    public static int bytesFor(int capacityBytes) {
        if (!RingLayout.isCapacity(capacityBytes)) {
            throw new IllegalArgumentException("cannot make a ring: its capacity must be a power of two from "
                    + RingLayout.SMALLEST_CAPACITY + " to " + RingLayout.LARGEST_CAPACITY + "; capacityBytes="
                    + capacityBytes);
        }
        return RingLayout.DATA_OFFSET + capacityBytes;
    }

    /** Makes an empty ring of memory that is all zeros, aligned to a cache line; as large as fits. */
    public static RingBuffer create(SharedBytes memory) {
        int capacity = RingLayout.capacityIn(memory);
        memory.putInt(RingLayout.CAPACITY_OFFSET, capacity);
        memory.setLongRelease(RingLayout.MAGIC_OFFSET, RingLayout.MAGIC);
        return new RingBuffer(memory, capacity);
    }

    /**
     * Joins a ring that another process made.
     *
     * @throws IllegalArgumentException if there is no ring in the memory
     */
    public static RingBuffer attach(SharedBytes memory) {
        int largest = RingLayout.capacityIn(memory);
        long magic = memory.getLongAcquire(RingLayout.MAGIC_OFFSET);
        int capacity = memory.getInt(RingLayout.CAPACITY_OFFSET);
        if (magic != RingLayout.MAGIC || !RingLayout.isCapacity(capacity) || capacity > largest) {
            throw new IllegalArgumentException("cannot attach to a ring: there is none of version "
                    + RingLayout.VERSION + "; magic=" + Long.toHexString(magic) + " capacityBytes=" + capacity
                    + " memoryBytes=" + memory.size());
        }
        return new RingBuffer(memory, capacity);
    }

    /** How many bytes of records, headers included, it holds. */
    public int capacityBytes() {
        return capacity;
    }

    /** The largest payload that a record may have. */
    public int maxRecordBytes() {
        return RingLayout.maxRecordBytes(capacity);
    }

    /** Up to where it has been written. Any process may ask. */
    public long writePosition() {
        return memory.getLongVolatile(RingLayout.WRITE_POSITION_OFFSET);
    }

    /** Up to where the reader has released it: a record at a position below this was consumed. Any process may ask. */
    public long readPosition() {
        return memory.getLongVolatile(RingLayout.READ_POSITION_OFFSET);
    }

    /** The writing side, which goes on where the last one stopped. */
    public RingWriter writer() {
        return new RingWriter(this, memory, capacity);
    }

    /** The reading side, which begins with the first record that was not released. */
    public RingReader reader() {
        return new RingReader(this, memory, capacity);
    }

    /** What cannot be unless somebody wrote where he had no business. */
    static IllegalStateException damaged(String what, long position, long value) {
        return new IllegalStateException("cannot use a ring: it is damaged, " + what + " is impossible; position="
                + position + " value=" + value + "; some process of the family wrote into memory that is not its own");
    }
}
