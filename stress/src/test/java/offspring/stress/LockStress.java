package offspring.stress;

import offspring.sync.SharedLock;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two threads that add to a plain number under a lock: one after the other, and the second sees what the first did. */
@JCStressTest
@Outcome(id = {"1, 2", "2, 1"}, expect = Expect.ACCEPTABLE, desc = "in turn")
@Outcome(expect = Expect.FORBIDDEN, desc = "both at a time, or something unseen")
@State
public class LockStress {

    private final SharedLock lock = SharedLock.create();
    private int number;

    @Actor
    public void one(II_Result result) {
        result.r1 = next();
    }

    @Actor
    public void other(II_Result result) {
        result.r2 = next();
    }

    private int next() {
        lock.lock();
        try {
            return ++number;
        } finally {
            lock.unlock();
        }
    }
}
