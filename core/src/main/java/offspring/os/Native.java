package offspring.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The one native function of the library: {@code long syscall(long number, ...)}, syscall(2).
 *
 * <p>One function means one linkage, which is what costs: the first downcall of a JVM takes 40–100 ms, the later ones
 * add nothing that can be measured to the call itself. Addresses are passed as numbers; whoever passes one keeps the
 * memory reachable.
 *
 * <p>Never linked as {@code critical}: a call that waits would then hold up every safepoint of the JVM.
 */
final class Native {

    /** Bytes that a thread may use for the arguments of one call, see {@link #scratch()}. */
    static final int SCRATCH_BYTES = 128;

    /**
     * Each thread has memory of its own in which errno is captured: a shared one gives wrong values when two threads
     * fail at the same time. The errno stands behind the scratch bytes.
     */
    private static final ThreadLocal<MemorySegment> BUFFER = new ThreadLocal<>() {
        @Override
        protected MemorySegment initialValue() {
            return Arena.ofAuto().allocate(SCRATCH_BYTES + 64, 64);
        }
    };

    private static volatile boolean linked;
    private static volatile String failure;

    private Native() {}

    /** Whether the function is linked: calls cost what the kernel costs from now on. */
    static boolean isLinked() {
        return linked;
    }

    /** Why the function could not be linked; null if it was not tried, or worked. */
    static String failure() {
        return failure;
    }

    /** Links the function, or waits for the thread that is about it. False if this JVM cannot. */
    static boolean link() {
        if (linked) {
            return true;
        }
        if (failure != null) {
            return false;
        }
        try {
            Linked.SYSCALL.type();
            call(SystemCall.GETPPID);
            linked = true;
        } catch (LinkageError | RuntimeException cannot) {
            Throwable cause = cannot instanceof ExceptionInInitializerError ? cannot.getCause() : cannot;
            failure = "the native linker refused: " + cause;
        }
        return linked;
    }

    static long call(SystemCall call) {
        return call(call, 0, 0, 0, 0, 0, 0);
    }

    static long call(SystemCall call, long a) {
        return call(call, a, 0, 0, 0, 0, 0);
    }

    static long call(SystemCall call, long a, long b) {
        return call(call, a, b, 0, 0, 0, 0);
    }

    static long call(SystemCall call, long a, long b, long c) {
        return call(call, a, b, c, 0, 0, 0);
    }

    static long call(SystemCall call, long a, long b, long c, long d) {
        return call(call, a, b, c, d, 0, 0);
    }

    /** Makes a system call. Answers what the kernel did: the result, or the negated errno. */
    static long call(SystemCall call, long a, long b, long c, long d, long e, long f) {
        MemorySegment errno = BUFFER.get().asSlice(SCRATCH_BYTES);
        try {
            long result = (long) Linked.SYSCALL.invokeExact(errno, call.number(), a, b, c, d, e, f);
            return result == -1 ? -errno.get(JAVA_INT, Linked.ERRNO) : result;
        } catch (RuntimeException | Error unchecked) {
            throw unchecked;
        } catch (Throwable impossible) {
            throw new AssertionError("a downcall has no checked exceptions", impossible);
        }
    }

    /** Memory of the calling thread for the arguments of its next call. */
    static MemorySegment scratch() {
        return BUFFER.get();
    }

    /** A class of its own, so that linking happens at the first call and the JIT sees constants. */
    private static final class Linked {
        static final long ERRNO = Linker.Option.captureStateLayout().byteOffset(PathElement.groupElement("errno"));
        static final MethodHandle SYSCALL = downcall();

        @SuppressWarnings("restricted")
        private static MethodHandle downcall() {
            Linker linker = Linker.nativeLinker();
            MemorySegment function = linker.defaultLookup().findOrThrow("syscall");
            FunctionDescriptor type = FunctionDescriptor.of(
                    JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
            return linker.downcallHandle(
                    function, type, Linker.Option.captureCallState("errno"), Linker.Option.firstVariadicArg(1));
        }
    }
}
