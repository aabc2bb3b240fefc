package offspring.stress;

import java.time.Duration;
import offspring.sync.SharedEvent;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;

/** A waiter that registers while the event is being set is woken, and sees what was done before. */
@JCStressTest
@Outcome(id = "true, 1", expect = Expect.ACCEPTABLE, desc = "woken, and all is seen")
@Outcome(expect = Expect.FORBIDDEN, desc = "a wake-up was lost, or a write not seen")
@State
public class EventStress {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final SharedEvent event = SharedEvent.create();
    private int written;

    @Actor
    public void setter() {
        written = 1;
        event.set();
    }

    @Actor
    public void waiter(ZI_Result result) {
        try {
            result.r1 = event.await(LONG);
        } catch (InterruptedException neverHere) {
            throw new AssertionError(neverHere);
        }
        result.r2 = written;
    }
}
