package offspring.stress;

import offspring.sync.SharedReentrantLock;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** One that tries and one that waits for a lock, both of whom take it twice. */
@JCStressTest
@Outcome(id = {"0, 1", "1, 2", "2, 1"}, expect = Expect.ACCEPTABLE, desc = "in turn, or tried in vain")
@Outcome(expect = Expect.FORBIDDEN, desc = "both at a time, or something unseen")
@State
public class ReentrantLockStress {

    private final SharedReentrantLock lock = SharedReentrantLock.create();
    private int number;

    @Actor
    public void trying(II_Result result) {
        result.r1 = lock.tryLock() ? next() : 0;
    }

    @Actor
    public void waiting(II_Result result) {
        lock.lock();
        result.r2 = next();
    }

    /** To be called with the lock, which is released. */
    private int next() {
        lock.lock();
        try {
            return ++number;
        } finally {
            lock.unlock();
            lock.unlock();
        }
    }
}
