package offspring.testing;

import java.util.concurrent.CountDownLatch;

/** What children do in tests; to be called from an action. */
public final class Bodies {

    private Bodies() {}

    /** Waits for ever, interruptibly. */
    public static void block() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    /** Says {@code ready} and its pid, then waits for ever. */
    public static void block(Notebook notes) throws InterruptedException {
        notes.say("ready " + ProcessHandle.current().pid());
        block();
    }
}
