package offspring.os;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import offspring.os.Features.Feature;

/** Tries each feature once, in the smallest way that tells whether it works. Seccomp filters answer as kernels do. */
final class Probes {

    private Probes() {}

    /** Why the feature cannot be used, or the empty text. The linker works already. */
    static String probe(Feature feature, Refusals refusals) {
        return switch (feature) {
            case NATIVE, SIGNALS -> "";
            case FUTEX -> futex();
            case FUTEX_WAITV -> futexWaitv();
            case MEMFD -> memfd();
            case PIPE -> procShowsDescriptors();
            case PIDFD -> pidfd();
            case PIDFD_INFO -> pidfdInfo();
            case HANDOFF -> handoff();
            case PUNCH_HOLE -> refusals.refuses(Feature.MEMFD) ? "" : punchHole();
        };
    }

    private static String futex() {
        MemorySegment word = Native.scratch();
        return failed("futex", Native.call(SystemCall.FUTEX, word.address(), Futex.WAKE, 0));
    }

    /** No words at all is refused as an invalid argument by a kernel that knows the call. */
    private static String futexWaitv() {
        long result = Native.call(SystemCall.FUTEX_WAITV);
        return result == -Errno.EINVAL ? "" : failed("futex_waitv", result);
    }

    private static String memfd() {
        long descriptor = Memfd.createDescriptor("probe");
        String finding = failed("memfd_create", descriptor);
        if (descriptor >= 0) {
            Native.call(SystemCall.CLOSE, descriptor);
            return procShowsDescriptors();
        }
        return finding;
    }

    private static String punchHole() {
        long descriptor = Memfd.createDescriptor("probe");
        if (descriptor < 0) {
            return "";
        }
        long result = Memfd.punch((int) descriptor, 0, Machine.pageBytes());
        Native.call(SystemCall.CLOSE, descriptor);
        return failed("fallocate", result);
    }

    private static String pidfd() {
        long descriptor = Native.call(
                SystemCall.PIDFD_OPEN, ProcessHandle.current().pid(), 0);
        if (descriptor >= 0) {
            Native.call(SystemCall.CLOSE, descriptor);
        }
        return failed("pidfd_open", descriptor);
    }

    /** Kernels before 6.15 know the question and never answer it, so the release is looked at as well. */
    private static String pidfdInfo() {
        long descriptor = Native.call(
                SystemCall.PIDFD_OPEN, ProcessHandle.current().pid(), 0);
        if (descriptor < 0) {
            return failed("pidfd_open", descriptor);
        }
        long result = Pidfd.requestInfo((int) descriptor);
        Native.call(SystemCall.CLOSE, descriptor);
        if (result >= 0 && !Machine.kernelIsAtLeast(6, 15)) {
            return "PIDFD_GET_INFO tells no exit status before Linux 6.15";
        }
        return failed("PIDFD_GET_INFO", result);
    }

    /** Sends a socket to itself. */
    private static String handoff() {
        try {
            DescriptorSocket.Pair pair = DescriptorSocket.pair();
            try (pair) {
                pair.second().send(0, 0, pair.first().descriptor());
                pair.first().receive().close();
            }
            return procShowsDescriptors();
        } catch (IOException refused) {
            return refused.getMessage();
        }
    }

    private static String procShowsDescriptors() {
        try (var descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            return descriptors.iterator().hasNext() ? "" : "/proc/self/fd is empty";
        } catch (IOException hidden) {
            return "/proc/self/fd cannot be read: " + hidden.getMessage();
        }
    }

    private static String failed(String call, long result) {
        return result >= 0 ? "" : call + " failed: " + Errno.name(result);
    }
}
