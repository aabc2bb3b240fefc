package offspring.stress;

import java.util.concurrent.BrokenBarrierException;
import offspring.sync.SharedBarrier;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two that meet at a barrier: each has a place of its own, and sees what the other did before. */
@JCStressTest
@Outcome(id = {"0, 1", "1, 0"}, expect = Expect.ACCEPTABLE, desc = "met")
@Outcome(expect = Expect.FORBIDDEN, desc = "passed alone, or something unseen")
@State
public class BarrierStress {

    private static final int UNSEEN = -1;

    private final SharedBarrier barrier = SharedBarrier.create(2);
    private int writtenByOne;
    private int writtenByOther;

    @Actor
    public void one(II_Result result) {
        writtenByOne = 1;
        int place = meet();
        result.r1 = writtenByOther == 1 ? place : UNSEEN;
    }

    @Actor
    public void other(II_Result result) {
        writtenByOther = 1;
        int place = meet();
        result.r2 = writtenByOne == 1 ? place : UNSEEN;
    }

    private int meet() {
        try {
            return barrier.await();
        } catch (InterruptedException | BrokenBarrierException neverHere) {
            throw new AssertionError(neverHere);
        }
    }
}
