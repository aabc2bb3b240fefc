package offspring.launch;

import offspring.os.Signals;

/** What began the shutdown of this JVM, as far as the names of its threads tell. */
public final class ShutdownCause {

    private ShutdownCause() {}

    /**
     * The signal that asked this JVM to end, be it before the shutdown began or during it.
     *
     * <p>The JDK handles SIGTERM, SIGINT and SIGHUP on a thread of its own, which it names after the
     * signal and which lives until the JVM is gone.
     *
     * @return its number, 0 if there was none
     */
    public static int signal() {
        Thread[] threads = Threads.all();
        for (Thread thread : threads) {
            if (thread == null) {
                break;
            }
            switch (thread.getName()) {
                case "SIGTERM handler":
                    return Signals.SIGTERM;
                case "SIGINT handler":
                    return Signals.SIGINT;
                case "SIGHUP handler":
                    return Signals.SIGHUP;
                default:
                    break;
            }
        }
        return 0;
    }
}
