package offspring.stress;

import offspring.sync.SharedSemaphore;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Two that take turns with one permit: it is never lost nor doubled, and the second sees what the first did. */
@JCStressTest
@Outcome(id = {"1, 2, 1", "2, 1, 1"}, expect = Expect.ACCEPTABLE, desc = "in turn")
@Outcome(expect = Expect.FORBIDDEN, desc = "both at a time, something unseen, or a permit too many or too few")
@State
public class SemaphoreStress {

    private final SharedSemaphore semaphore = SharedSemaphore.createBounded(1);
    private int number;

    @Actor
    public void one(III_Result result) {
        result.r1 = next();
    }

    @Actor
    public void other(III_Result result) {
        result.r2 = next();
    }

    @Arbiter
    public void atLast(III_Result result) {
        result.r3 = semaphore.availablePermits();
    }

    private int next() {
        semaphore.acquireUninterruptibly();
        try {
            return ++number;
        } finally {
            semaphore.release();
        }
    }
}
