package offspring.stress;

import java.time.Duration;
import offspring.sync.SharedCondition;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;

/** A waiter that registers while it is being signalled is woken: it has looked before the signal, or been registered. */
@JCStressTest
@Outcome(id = "true, 1", expect = Expect.ACCEPTABLE, desc = "woken, and all is seen")
@Outcome(expect = Expect.FORBIDDEN, desc = "a signal was lost, or a write not seen")
@State
public class ConditionStress {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final SharedCondition condition = SharedCondition.create();
    private int written;

    @Actor
    public void signaller() {
        condition.lock().lock();
        try {
            written = 1;
            condition.signal();
        } finally {
            condition.lock().unlock();
        }
    }

    @Actor
    public void waiter(ZI_Result result) {
        condition.lock().lock();
        try {
            result.r1 = condition.waitFor(() -> written == 1, LONG);
            result.r2 = written;
        } catch (InterruptedException neverHere) {
            throw new AssertionError(neverHere);
        } finally {
            condition.lock().unlock();
        }
    }
}
