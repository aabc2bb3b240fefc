package offspring.region;

import java.lang.ref.Reference;
import java.util.concurrent.atomic.AtomicBoolean;
import offspring.os.Futex;

/**
 * A small piece of the family heap, {@value CellLayout#PAYLOAD_BYTES} bytes, as this process sees it: where locks and the like live.
 *
 * <p>Lifetime: the memory stays as long as this object is reachable, in particular until the last access has returned. The cell of a
 * creator who never gave its handle away is free after that. One whose handle was given away stays until the program
 * ends: nobody can know where the handle is by now.
 *
 * <p>Cost: as {@link SharedBytes}.
 */
public final class SharedCell {

    /** How much there is. */
    public static final int BYTES = CellLayout.PAYLOAD_BYTES;

    private final SharedBytes memory;
    private final long handle;
    /** Shared with what frees the cell, which must not refer to this object. */
    private final AtomicBoolean exported;

    SharedCell(SharedBytes memory, long handle, AtomicBoolean exported) {
        this.memory = memory;
        this.handle = handle;
        this.exported = exported;
    }

    /** Where it is in the heap, the same in all processes. Not to be given away: see {@link #export}. */
    public long handle() {
        return handle;
    }

    /** The handle for another process. From now on the cell stays. */
    public long export() {
        exported.set(true);
        return handle;
    }

    /** Reads an int as a volatile field. */
    public int getInt(int at) {
        try {
            return memory.getIntVolatile(at);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** Writes an int as a volatile field. */
    public void setInt(int at, int value) {
        memory.setIntVolatile(at, value);
        Reference.reachabilityFence(this);
    }

    /** Changes an int if it is the expected one. */
    public boolean compareAndSetInt(int at, int expected, int value) {
        try {
            return memory.compareAndSetInt(at, expected, value);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** Reads a long as a volatile field. */
    public long getLong(int at) {
        try {
            return memory.getLongVolatile(at);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** Writes a long; who reads it sees what was done before. */
    public void setLongRelease(int at, long value) {
        memory.setLongRelease(at, value);
        Reference.reachabilityFence(this);
    }

    /** Changes a long if it is the expected one. */
    public boolean compareAndSetLong(int at, long expected, long value) {
        try {
            return memory.compareAndSetLong(at, expected, value);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** Waits while an int has the expected value, see {@link Futex#await}. */
    public void await(int at, int expected, long timeoutNanos) throws InterruptedException {
        try {
            Futex.await(memory.buffer(), at, expected, timeoutNanos);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** Wakes those who wait for an int, as soon as this process can wake at all. */
    public void wake(int at, int count) {
        FutexWakes.wake(memory, at, count);
        Reference.reachabilityFence(this);
    }

    @Override
    public String toString() {
        return "SharedCell[handle=" + handle + "]";
    }
}
