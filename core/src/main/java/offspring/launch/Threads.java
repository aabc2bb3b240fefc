package offspring.launch;

/** The platform threads of this JVM. */
final class Threads {

    private Threads() {}

    /** All of them; the array ends with one null or more. */
    static Thread[] all() {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        Thread[] threads = new Thread[root.activeCount() + 8];
        while (root.enumerate(threads) == threads.length) {
            threads = new Thread[threads.length * 2];
        }
        return threads;
    }

    /** Waits until there is no thread left that keeps the JVM alive, save the calling one. */
    static void awaitNonDaemons() {
        for (Thread thread = nonDaemon(); thread != null; thread = nonDaemon()) {
            try {
                thread.join();
            } catch (InterruptedException notForThisWait) {
                // An interrupt was meant for code that has ended.
                Thread.interrupted();
            }
        }
    }

    private static Thread nonDaemon() {
        for (Thread thread : all()) {
            if (thread == null) {
                return null;
            }
            if (!thread.isDaemon() && thread.isAlive() && thread != Thread.currentThread()
                    && !thread.getName().equals("DestroyJavaVM")) {
                return thread;
            }
        }
        return null;
    }
}
