package offspring.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.Closeable;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.OptionalInt;
import offspring.os.Features.Feature;

/**
 * A descriptor for a process: it goes on meaning that process when the pid is given to another one. pidfd_open(2).
 *
 * <p>There is no portable way behind it: without the feature {@link #open} gives nothing, and the caller uses the pid
 * and the start time. Safe for use by several threads.
 */
public final class Pidfd implements Closeable {

    /** {@code _IOWR(0xFF, 11, struct pidfd_info)} with the 64 bytes of its first version. */
    private static final long PIDFD_GET_INFO = 0xC040FF0BL;

    private static final long INFO_BYTES = 64;
    private static final long INFO_EXIT_CODE = 60;
    private static final long PIDFD_INFO_EXIT = 1 << 3;

    /** {@code struct pollfd}: descriptor, then two 16-bit sets of events. */
    private static final long POLLFD_BYTES = 8;

    private static final int POLLIN = 1;
    private static final int CLOSED = -1;

    private final long pid;
    /** Guarded by this: a number that was closed may mean another file by now. */
    private int descriptor;

    private Pidfd(long pid, int descriptor) {
        this.pid = pid;
        this.descriptor = descriptor;
    }

    /**
     * Opens the process that has the pid now. Links first if need be: who must not wait asks {@link Features#isWarm()}.
     *
     * <p>{@code int pidfd_open(pid_t pid, unsigned int flags)}, Linux 5.3.
     *
     * @return empty if there is no such process, no such feature, or no descriptor left
     */
    public static Optional<Pidfd> open(long pid) {
        if (!Features.has(Feature.PIDFD)) {
            return Optional.empty();
        }
        long descriptor = Native.call(SystemCall.PIDFD_OPEN, pid, 0);
        return descriptor < 0 ? Optional.empty() : Optional.of(new Pidfd(pid, (int) descriptor));
    }

    /** The pid that it was opened with. */
    public long pid() {
        return pid;
    }

    /**
     * For who waits for it together with others. Its owner closes it when the wait is over.
     *
     * @throws IllegalStateException if it is closed
     */
    synchronized int descriptor() {
        requireOpen();
        return descriptor;
    }

    /**
     * Whether the whole process has ended, all its threads: ppoll(2) says that the descriptor is readable.
     *
     * @throws IllegalStateException if it is closed
     */
    public synchronized boolean hasEnded() {
        requireOpen();
        MemorySegment scratch = Native.scratch();
        scratch.set(JAVA_INT, 0, descriptor);
        scratch.set(JAVA_INT, 4, POLLIN);
        MemorySegment noTime = scratch.asSlice(POLLFD_BYTES, 16).fill((byte) 0);
        return Native.call(SystemCall.PPOLL, scratch.address(), 1, noTime.address()) > 0;
    }

    /**
     * How the process ended, as wait(2) has it: {@code status & 0x7f} is the signal, {@code status >> 8 & 0xff} the
     * exit code where that is 0. Also for a process that was reaped already.
     *
     * <p>{@code int ioctl(int pidfd, PIDFD_GET_INFO, struct pidfd_info *info)}, exit status since Linux 6.15.
     *
     * @return empty as long as it runs or has not been reaped, and on older kernels
     * @throws IllegalStateException if it is closed
     */
    public synchronized OptionalInt waitStatus() {
        requireOpen();
        if (!Features.has(Feature.PIDFD_INFO) || requestInfo(descriptor) < 0) {
            return OptionalInt.empty();
        }
        MemorySegment info = Native.scratch();
        boolean ended = (info.get(JAVA_LONG, 0) & PIDFD_INFO_EXIT) != 0;
        return ended ? OptionalInt.of(info.get(JAVA_INT, INFO_EXIT_CODE)) : OptionalInt.empty();
    }

    /** Asks for the exit status; the answer stands in the scratch memory of the calling thread. */
    static long requestInfo(int descriptor) {
        MemorySegment info = Native.scratch().asSlice(0, INFO_BYTES).fill((byte) 0);
        info.set(JAVA_LONG, 0, PIDFD_INFO_EXIT);
        return Native.call(SystemCall.IOCTL, descriptor, PIDFD_GET_INFO, info.address());
    }

    /**
     * Sends a signal, to this process and no other.
     *
     * <p>{@code int pidfd_send_signal(int pidfd, int sig, siginfo_t *info, unsigned int flags)}, Linux 5.1.
     *
     * @return false if the process was reaped, or we may not
     * @throws IllegalStateException if it is closed
     */
    public synchronized boolean signal(int signal) {
        requireOpen();
        return Native.call(SystemCall.PIDFD_SEND_SIGNAL, descriptor, signal, 0, 0) >= 0;
    }

    @Override
    public synchronized void close() {
        if (descriptor != CLOSED) {
            Native.call(SystemCall.CLOSE, descriptor);
            descriptor = CLOSED;
        }
    }

    private void requireOpen() {
        if (descriptor == CLOSED) {
            throw new IllegalStateException("cannot use a pidfd: it is closed; pid=" + pid);
        }
    }
}
