package offspring.os;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * What a child does to itself where the programs {@code setsid} and {@code setpriv}, which do it before the JVM begins,
 * are missing. All of it links first if need be, and is false where there is no linker.
 */
public final class OwnProcess {

    private static final int PR_SET_PDEATHSIG = 1;

    private OwnProcess() {}

    /**
     * Begins a session and a process group of our own: {@code pid_t setsid(void)}. Ctrl-C goes to others then.
     *
     * @return whether we lead a session now; false also if we were a group's leader already (EPERM)
     */
    public static boolean newSession() {
        return Features.has(Features.Feature.NATIVE) && Native.call(SystemCall.SETSID) >= 0;
    }

    /** Begins a process group of our own in the same session: {@code int setpgid(0, 0)}. */
    public static boolean newGroup() {
        return Features.has(Features.Feature.NATIVE) && Native.call(SystemCall.SETPGID, 0, 0) >= 0;
    }

    /**
     * Has the kernel send us a signal when the thread that started us ends, be we stopped or not:
     * {@code int prctl(PR_SET_PDEATHSIG, unsigned long sig)}.
     *
     * <p>The kernel keeps this per thread and forgets it with the thread, so one that never ends asks for it.
     *
     * <p>Race: the parent dies before the call, and no signal ever comes. So we look who our parent is afterwards.
     *
     * @param parentPid who started us
     * @return false if that process is our parent no more, or there is no such call
     */
    public static boolean dieWithParent(long parentPid, int signal) {
        if (!Features.has(Features.Feature.NATIVE)) {
            return false;
        }
        CompletableFuture<Long> asked = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("offspring-parent-death").start(() -> {
            asked.complete(Native.call(SystemCall.PRCTL, PR_SET_PDEATHSIG, signal));
            while (true) {
                LockSupport.park();
            }
        });
        return asked.join() >= 0 && Native.call(SystemCall.GETPPID) == parentPid;
    }
}
