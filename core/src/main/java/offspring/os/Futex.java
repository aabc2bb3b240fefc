package offspring.os;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import offspring.os.Features.Feature;

/**
 * Waiting until a 32-bit word in shared memory changes, across processes: futex(2).
 *
 * <p>Always the shared kind (never {@code FUTEX_PRIVATE_FLAG}), since the waiter and the waker map the word at
 * different addresses. The portable way, also used until the linker is warm, is to look at the word now and then.
 *
 * <p>Blocking: an interrupt cannot break a system call of the JVM's, so a wait is cut into slices of
 * 100 ms, after each of which the interrupt is looked at. The slices also bound what a wake-up that
 * died with its sender can cost. A virtual thread parks while {@link WordWaits} waits for it.
 */
public final class Futex {

    /** The system property by which tests make the slices so long, in milliseconds, that a lost wake-up is not made up for. */
    public static final String SLICE = "offspring.os.slice";

    /** The longest time that a waiter does not look at anything but the word. */
    private static final long SLICE_MILLIS = Long.getLong(Futex.SLICE, 100);

    static final int WAIT = 0;
    static final int WAKE = 1;

    static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(SLICE_MILLIS);
    static final VarHandle INT =
            MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

    /** Polling starts with short naps and ends with long ones. */
    static final long FIRST_NAP_NANOS = 20_000;

    static final long LONGEST_NAP_NANOS = 1_000_000;
    /** A wait longer than this is worth the linking: until then it might be over before the linker is. */
    static final long WARM_UP_AFTER_NANOS = 20_000_000;

    private static volatile boolean immediate;

    private Futex() {}

    /** For those who have something else to look at now and then: how long to sleep at most, in nanoseconds. */
    public static long sliceNanos() {
        return SLICE_NANOS;
    }

    /**
     * Whether {@link #wake} of this process wakes at once, and its waits are ended at once by others. False until the
     * linker is warm, and for ever where there is no futex: then a waiter must look for itself.
     */
    public static boolean wakesAreImmediate() {
        return immediate || becomesImmediate();
    }

    private static boolean becomesImmediate() {
        if (Features.isWarm() && Features.has(Feature.FUTEX)) {
            immediate = true;
        }
        return immediate;
    }

    /**
     * Waits while the word has the expected value. Returns when it was woken, when the value is another one, after the
     * timeout, or for no reason at all: the caller looks and decides.
     *
     * <p>{@code long syscall(SYS_futex, uint32_t *uaddr, FUTEX_WAIT, uint32_t val, const struct timespec *timeout)};
     * EAGAIN (another value), ETIMEDOUT and EINTR are returns, EFAULT and the like cannot happen to a live segment.
     *
     * @param memory shared memory, a direct buffer
     * @param at where the word is, a multiple of 4
     * @param expected the value to wait behind
     * @param timeoutNanos how long at most; 0 or less returns at once, {@link Long#MAX_VALUE} waits for ever
     * @throws InterruptedException if the thread is interrupted before or meanwhile
     */
    public static void await(ByteBuffer memory, int at, int expected, long timeoutNanos)
            throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (timeoutNanos > 0 && (int) INT.getVolatile(memory, at) == expected) {
            if (Thread.currentThread().isVirtual()) {
                WordWaits.await(memory, at, expected, timeoutNanos);
            } else {
                awaitOnPlatformThread(memory, at, expected, timeoutNanos);
            }
        }
    }

    /**
     * Wakes processes and threads that wait for the word.
     *
     * <p>{@code long syscall(SYS_futex, uint32_t *uaddr, FUTEX_WAKE, uint32_t val)}. Does nothing as long as
     * {@link #wakesAreImmediate()} is false: those who wait find out by themselves.
     *
     * @param count how many at most
     * @return how many were woken
     */
    public static int wake(ByteBuffer memory, int at, int count) {
        if (!wakesAreImmediate()) {
            return 0;
        }
        long woken = Native.call(SystemCall.FUTEX, address(memory, at), WAKE, count);
        Reference.reachabilityFence(memory);
        return (int) Math.max(woken, 0);
    }

    private static void awaitOnPlatformThread(ByteBuffer memory, int at, int expected, long timeoutNanos)
            throws InterruptedException {
        long start = System.nanoTime();
        long nap = FIRST_NAP_NANOS;
        while ((int) INT.getVolatile(memory, at) == expected) {
            long waited = System.nanoTime() - start;
            long left = timeoutNanos - waited;
            if (left <= 0) {
                return;
            }
            if (wakesAreImmediate()) {
                if (awaitSlice(memory, at, expected, Math.min(left, SLICE_NANOS))) {
                    return;
                }
            } else {
                if (waited > WARM_UP_AFTER_NANOS) {
                    Features.warmUp();
                }
                LockSupport.parkNanos(Math.min(left, nap));
                nap = Math.min(nap * 2, LONGEST_NAP_NANOS);
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    /** Waits for a slice. True when it ended by a wake-up or another value, false when the slice is over. */
    private static boolean awaitSlice(ByteBuffer memory, int at, int expected, long sliceNanos) {
        MemorySegment timeout = Timespec.of(sliceNanos);
        long result = Native.call(SystemCall.FUTEX, address(memory, at), WAIT, expected, timeout.address());
        Reference.reachabilityFence(memory);
        return result == 0 || result == -Errno.EAGAIN;
    }

    /** Good as long as the buffer is reachable. */
    static long address(ByteBuffer memory, int at) {
        return MemorySegment.ofBuffer(memory).address() + at;
    }
}
