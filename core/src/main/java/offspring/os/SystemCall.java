package offspring.os;

/**
 * The numbers of the system calls we make, one column per architecture.
 *
 * <p>Source: {@code arch/x86/entry/syscalls/syscall_64.tbl} and {@code include/uapi/asm-generic/unistd.h} (aarch64).
 * Calls added after Linux 5.1 have the same number everywhere.
 */
enum SystemCall {
    READ(0, 63),
    WRITE(1, 64),
    CLOSE(3, 57),
    MMAP(9, 222),
    MUNMAP(11, 215),
    IOCTL(16, 29),
    SOCKET(41, 198),
    SENDMSG(46, 211),
    RECVMSG(47, 212),
    BIND(49, 200),
    GETSOCKNAME(51, 204),
    GETPEERNAME(52, 205),
    SOCKETPAIR(53, 199),
    SETSOCKOPT(54, 208),
    GETSOCKOPT(55, 209),
    KILL(62, 129),
    FCNTL(72, 25),
    FTRUNCATE(77, 46),
    GETUID(102, 174),
    SETPGID(109, 154),
    GETPPID(110, 173),
    SETSID(112, 157),
    PRCTL(157, 167),
    FUTEX(202, 98),
    CLOCK_GETTIME(228, 113),
    PPOLL(271, 73),
    FALLOCATE(285, 47),
    EVENTFD2(290, 19),
    DUP3(292, 24),
    PIPE2(293, 59),
    MEMFD_CREATE(319, 279),
    PIDFD_SEND_SIGNAL(424, 424),
    PIDFD_OPEN(434, 434),
    FUTEX_WAITV(449, 449);

    private final int x86;
    private final int arm;

    SystemCall(int x86, int arm) {
        this.x86 = x86;
        this.arm = arm;
    }

    /** Whether this table has a column for the machine we run on. */
    static boolean machineIsKnown() {
        return Machine.isLinux() && (Machine.isX86() || Machine.isArm());
    }

    long number() {
        return Machine.isArm() ? arm : x86;
    }
}
