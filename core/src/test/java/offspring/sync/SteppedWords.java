package offspring.sync;

import java.util.concurrent.Semaphore;
import offspring.lock.Words;

/**
 * Words whose users go on one access at a time, as the test decides, so that every interleaving, and a death between
 * any two accesses, can be had again by its seed.
 */
final class SteppedWords implements Words {

    /** Ends an actor at an access, as SIGKILL does. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;

        Killed() {
            super(null, null, false, false);
        }
    }

    /** One that accesses the words. */
    static final class Actor {
        private final Semaphore mayGo = new Semaphore(0);
        private final Semaphore stands = new Semaphore(0);
        private final Thread thread;
        private volatile boolean killed;
        private volatile boolean ended;
        private volatile Throwable failure;

        Actor(Runnable body) {
            this.thread = Thread.ofVirtual().unstarted(() -> {
                try {
                    CURRENT.set(this);
                    stop();
                    body.run();
                } catch (Killed asWished) {
                    // dead
                } catch (Throwable wrong) {
                    failure = wrong;
                } finally {
                    ended = true;
                    stands.release();
                }
            });
            thread.start();
            stands.acquireUninterruptibly();
        }

        /** One access more; false if it has ended. */
        boolean step() {
            if (!ended) {
                mayGo.release();
                stands.acquireUninterruptibly();
            }
            if (failure != null) {
                throw new AssertionError("an actor failed", failure);
            }
            return !ended;
        }

        void kill() {
            killed = true;
            step();
        }

        boolean hasEnded() {
            return ended;
        }

        private void stop() {
            stands.release();
            mayGo.acquireUninterruptibly();
            if (killed) {
                throw new Killed();
            }
        }
    }

    private static final ThreadLocal<Actor> CURRENT = new ThreadLocal<>();

    private final long[] words = new long[64];

    @Override
    public long get(int at) {
        stop();
        return words[at / Long.BYTES];
    }

    @Override
    public boolean compareAndSet(int at, long expected, long value) {
        stop();
        if (words[at / Long.BYTES] != expected) {
            return false;
        }
        words[at / Long.BYTES] = value;
        return true;
    }

    private static void stop() {
        Actor actor = CURRENT.get();
        if (actor != null) {
            actor.stop();
        }
    }
}
