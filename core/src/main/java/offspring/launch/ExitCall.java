package offspring.launch;

/**
 * Which threads are in {@code System.exit}: none of them ever comes back, so whoever is to do something before the JVM
 * halts must not wait for one.
 */
public final class ExitCall {

    private static volatile Thread first;
    private static volatile boolean firstIsOfThreadChild;

    private ExitCall() {}

    /**
     * A shutdown hook that notes who began the shutdown. That thread starts the hooks; it may be a virtual one, of
     * which no other thread can tell what it does.
     */
    static Thread hook(Runnable action, String name) {
        return new Thread(action, name) {
            @Override
            public void start() {
                firstIsOfThreadChild = Self.isThreadChild();
                first = Thread.currentThread();
                super.start();
            }
        };
    }

    /** Whether this thread has called {@code System.exit}. */
    public static boolean isIn(Thread thread) {
        if (thread == first) {
            return true;
        }
        // Who calls while the shutdown is on waits for its end in the same place.
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (frame.getMethodName().equals("exit") && frame.getClassName().equals(Runtime.class.getName())) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a child that is a thread of this JVM has. Then none of them is awaited, since any may wait for that one:
     * for its end, or for a lock that it holds.
     */
    public static boolean isOfThreadChild() {
        return firstIsOfThreadChild || Children.all().stream()
                .anyMatch(child -> child instanceof ThreadChild one && one.isInExit());
    }
}
