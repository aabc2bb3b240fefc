package offspring.os;

import java.util.Map;

/** The error numbers of Linux that our calls meet; the same on x86-64 and aarch64. */
final class Errno {

    static final int EPERM = 1;
    static final int ESRCH = 3;
    static final int EINTR = 4;
    static final int EAGAIN = 11;
    static final int EINVAL = 22;
    static final int EOPNOTSUPP = 95;
    static final int EADDRINUSE = 98;
    static final int ETIMEDOUT = 110;
    static final int ECONNREFUSED = 111;

    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(EPERM, "EPERM"),
            Map.entry(2, "ENOENT"),
            Map.entry(ESRCH, "ESRCH"),
            Map.entry(EINTR, "EINTR"),
            Map.entry(9, "EBADF"),
            Map.entry(EAGAIN, "EAGAIN"),
            Map.entry(12, "ENOMEM"),
            Map.entry(13, "EACCES"),
            Map.entry(14, "EFAULT"),
            Map.entry(EINVAL, "EINVAL"),
            Map.entry(23, "ENFILE"),
            Map.entry(24, "EMFILE, too many open files"),
            Map.entry(25, "ENOTTY"),
            Map.entry(27, "EFBIG, file too large"),
            Map.entry(28, "ENOSPC, no space left"),
            Map.entry(38, "ENOSYS, not in this kernel"),
            Map.entry(88, "ENOTSOCK"),
            Map.entry(EOPNOTSUPP, "EOPNOTSUPP"),
            Map.entry(EADDRINUSE, "EADDRINUSE"),
            Map.entry(107, "ENOTCONN"),
            Map.entry(ECONNREFUSED, "ECONNREFUSED, nobody is there"),
            Map.entry(ETIMEDOUT, "ETIMEDOUT"));

    private Errno() {}

    /** What a call returned, in words: {@code EMFILE, too many open files}. */
    static String name(long result) {
        int errno = (int) -result;
        return NAMES.getOrDefault(errno, "errno " + errno);
    }
}
