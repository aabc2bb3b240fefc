package offspring.pool;

import java.util.concurrent.locks.LockSupport;
import offspring.ring.Doorbell;

/** The pool's own thread: sleeps until there is something to do for the dispatcher. */
final class DispatcherThread extends Thread {

    private static final System.Logger LOG = System.getLogger("offspring.pool");

    private final Dispatcher dispatcher;
    private final Doorbell bell;

    DispatcherThread(String name, Dispatcher dispatcher, Doorbell bell) {
        super(name);
        this.dispatcher = dispatcher;
        this.bell = bell;
        setDaemon(true);
    }

    @Override
    public void run() {
        while (!dispatcher.ended().isDone()) {
            try {
                step();
            } catch (InterruptedException nobodyShould) {
                LOG.log(System.Logger.Level.WARNING, getName() + " was interrupted; it goes on");
            } catch (RuntimeException | Error bug) {
                LOG.log(System.Logger.Level.ERROR, getName() + " failed; its pool is terminated", bug);
                dispatcher.fail(bug);
            }
        }
        dispatcher.cleanUp();
    }

    private void step() throws InterruptedException {
        if (dispatcher.turn()) {
            long nap = dispatcher.napNanos();
            if (nap > 0) {
                LockSupport.parkNanos(this, nap);
            }
            return;
        }
        long nanos = dispatcher.planSleep() - System.nanoTime();
        if (nanos > 0) {
            bell.await(nanos, dispatcher::hasNews);
        }
    }
}
