package offspring.crash;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What goes wrong in a child, at whatever stage. */
enum Fault {
    EXCEPTION("exception") {
        @Override
        void strike() throws Exception {
            throw new IOException("struck");
        }
    },
    SYSTEM_EXIT("System.exit(5)") {
        @Override
        void strike() {
            System.exit(5);
        }
    },
    HALT("halt(7)") {
        @Override
        void strike() {
            Runtime.getRuntime().halt(7);
        }
    },
    SIGKILL("SIGKILL") {
        @Override
        void strike() throws Exception {
            signalMyself("KILL");
        }
    },
    SIGTERM("SIGTERM") {
        @Override
        void strike() throws Exception {
            signalMyself("TERM");
        }
    },
    STACK_OVERFLOW("stack overflow") {
        @Override
        void strike() {
            dive(1);
        }
    },
    OUT_OF_MEMORY("out of memory") {
        @Override
        void strike() {
            List<byte[]> hoard = new ArrayList<>();
            while (true) {
                hoard.add(new byte[1 << 20]);
            }
        }
    },
    UNSHIPPABLE("exception that cannot travel") {
        @Override
        void strike() throws Exception {
            throw new CannotTravel();
        }
    };

    /** Holds a thread, and refuses even to be asked what it has to say. */
    static final class CannotTravel extends Exception {

        private final transient Thread thread = Thread.currentThread();
        private final Object field = new Object();

        @Override
        public String getMessage() {
            return "carries " + thread.isAlive() + (field == null);
        }
    }

    private final String title;

    Fault(String title) {
        this.title = title;
    }

    /** Does it; returns only in case of a signal, which needs a moment. */
    abstract void strike() throws Exception;

    String title() {
        return title;
    }

    private static int dive(int depth) {
        return dive(depth + 1) + depth;
    }

    private static void signalMyself(String signal) throws Exception {
        String pid = Long.toString(ProcessHandle.current().pid());
        new ProcessBuilder("/bin/kill", "-" + signal, pid).start().waitFor();
    }
}
