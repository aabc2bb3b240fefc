package offspring.region;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A piece of shared memory as this process sees it, up to 2 GiB: ints, longs and bytes at offsets, with the orders and
 * atomic updates that fields have. Words are in the order of the machine and aligned to their size.
 *
 * <p>Lifetime: keeps its mapping alive. All accesses are checked against its bounds.
 *
 * @implNote A byte buffer below, and not a {@link MemorySegment}: the first use of a segment's var handles and array
 *     copies takes 25 ms in a fresh JVM, this takes 12, and every worker is a fresh JVM.
 */
public final class SharedBytes {

    private static final VarHandle INT =
            MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final VarHandle LONG =
            MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final ByteBuffer bytes;

    private SharedBytes(ByteBuffer bytes) {
        this.bytes = bytes.order(ByteOrder.nativeOrder());
    }

    /** The bytes of a segment, which is aligned to 8 and not larger than 2 GiB. */
    public static SharedBytes of(MemorySegment segment) {
        return new SharedBytes(segment.asByteBuffer());
    }

    /** A part of it. */
    public SharedBytes slice(int from, int count) {
        return new SharedBytes(bytes.slice(from, count));
    }

    /** How many bytes it has. */
    public int size() {
        return bytes.capacity();
    }

    /** The same bytes as a buffer, whose position and limit are nobody's business. */
    public ByteBuffer buffer() {
        return bytes;
    }

    /** Reads an int, unordered. */
    public int getInt(int at) {
        return bytes.getInt(at);
    }

    /** Writes an int, unordered. */
    public void putInt(int at, int value) {
        bytes.putInt(at, value);
    }

    /** Reads an int as a volatile field. */
    public int getIntVolatile(int at) {
        return (int) INT.getVolatile(bytes, at);
    }

    /** Reads an int that others write, in no order with anything else. */
    public int getIntOpaque(int at) {
        return (int) INT.getOpaque(bytes, at);
    }

    /** Writes an int as a volatile field. */
    public void setIntVolatile(int at, int value) {
        INT.setVolatile(bytes, at, value);
    }

    /** Changes an int if it is the expected one. */
    public boolean compareAndSetInt(int at, int expected, int value) {
        return INT.compareAndSet(bytes, at, expected, value);
    }

    /** Adds to an int; what it was before. */
    public int getAndAddInt(int at, int more) {
        return (int) INT.getAndAdd(bytes, at, more);
    }

    /** Writes an int; what it was before. */
    public int getAndSetInt(int at, int value) {
        return (int) INT.getAndSet(bytes, at, value);
    }

    /** Reads a long, unordered. */
    public long getLong(int at) {
        return bytes.getLong(at);
    }

    /** Writes a long, unordered. */
    public void putLong(int at, long value) {
        bytes.putLong(at, value);
    }

    /** Reads a long; what its writer did before the release is seen. */
    public long getLongAcquire(int at) {
        return (long) LONG.getAcquire(bytes, at);
    }

    /** Writes a long; who acquires it sees what was done before. */
    public void setLongRelease(int at, long value) {
        LONG.setRelease(bytes, at, value);
    }

    /** Reads a long as a volatile field. */
    public long getLongVolatile(int at) {
        return (long) LONG.getVolatile(bytes, at);
    }

    /** Writes a long as a volatile field. */
    public void setLongVolatile(int at, long value) {
        LONG.setVolatile(bytes, at, value);
    }

    /** Changes a long if it is the expected one. */
    public boolean compareAndSetLong(int at, long expected, long value) {
        return LONG.compareAndSet(bytes, at, expected, value);
    }

    /** Adds to a long; what it was before. */
    public long getAndAddLong(int at, long more) {
        return (long) LONG.getAndAdd(bytes, at, more);
    }

    /** Writes a long; what it was before. */
    public long getAndSetLong(int at, long value) {
        return (long) LONG.getAndSet(bytes, at, value);
    }

    /** Copies bytes out of it. */
    public void get(int at, byte[] to, int toFrom, int count) {
        bytes.get(at, to, toFrom, count);
    }

    /** Copies bytes into it. */
    public void put(int at, byte[] from, int fromFrom, int count) {
        bytes.put(at, from, fromFrom, count);
    }
}
