package offspring.socket;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * What listeners shake hands in: for the whole process a few platform threads, so that somebody is let in though all carriers
 * of virtual threads are busy; when these have their hands full, virtual ones, of which a crowd costs little.
 */
final class HandshakeThreads {

    private static final int MOST = 4;
    private static final long IDLE_SECONDS = 5;

    private static final ThreadPoolExecutor PLATFORM = new ThreadPoolExecutor(
            0,
            MOST,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().daemon().name("offspring-handshake-", 0).factory());

    private HandshakeThreads() {}

    static void start(Runnable handshake) {
        try {
            PLATFORM.execute(handshake);
        } catch (RejectedExecutionException | OutOfMemoryError noThreadLeft) {
            Thread.ofVirtual().name("offspring-handshake").start(handshake);
        }
    }
}
