package offspring.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import offspring.ProcessStartException;
import offspring.pool.Pool;
import offspring.process.ChildProcess;
import offspring.process.StartMethod;
import offspring.region.FamilyHeap;
import offspring.region.ProcessSlots;
import offspring.testing.LeakCheck;
import offspring.testing.TestJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** CPython's {@code TestPoolNotLeakOnFailure}, and what it is made of: a program that may have no more processes. */
@ExtendWith(LeakCheck.class)
class PoolNotLeakOnFailureTest {

    /** A program that has taken all of the places that a family has for processes, save two. */
    static final class Crowded {
        public static void main(String[] arguments) throws Exception {
            ProcessSlots slots = FamilyHeap.current().slots();
            List<Integer> taken = takeAll(slots);
            slots.release(taken.removeLast());
            slots.release(taken.removeLast());
            if (arguments[0].equals("pool")) {
                try (Pool pool = Pool.builder().processes(4).startMethod(StartMethod.SPAWN).build()) {
                    System.out.println(pool.apply(() -> 42));
                }
            } else {
                children();
            }
            System.out.println(takeAll(slots).size());
        }

        private static List<Integer> takeAll(ProcessSlots slots) {
            List<Integer> taken = new ArrayList<>();
            for (OptionalInt slot = slots.claim(); slot.isPresent(); slot = slots.claim()) {
                taken.add(slot.getAsInt());
            }
            return taken;
        }

        private static void children() throws Exception {
            ChildProcess.Builder builder = ChildProcess.builder().startMethod(StartMethod.SPAWN);
            ChildProcess first = builder.start(() -> Thread.sleep(Long.MAX_VALUE));
            ChildProcess second = builder.start(() -> Thread.sleep(Long.MAX_VALUE));
            try {
                builder.name("third").start(() -> {});
            } catch (ProcessStartException refused) {
                System.out.println(refused.getMessage());
            }
            first.kill();
            first.join();
            ChildProcess fourth = builder.start(() -> {});
            fourth.join();
            System.out.println(fourth.exitCode().getAsInt());
            second.kill();
            second.join();
        }
    }

    @Test
    void testReleaseUnusedProcesses() throws Exception {
        try (TestJvm crowded = TestJvm.start(Crowded.class, "pool")) {
            assertThat(crowded.readLine()).isEqualTo("42");
            assertThat(crowded.readLine()).as("places that its workers have given back").isEqualTo("2");
            assertThat(crowded.awaitEnd()).isZero();
        }
    }

    @Test
    void oneProcessTooManyIsRefusedAndOneThatEndsMakesRoom() throws Exception {
        try (TestJvm crowded = TestJvm.start(Crowded.class, "children")) {
            assertThat(crowded.readLine()).isEqualTo("cannot start process third: the program has "
                    + ProcessSlots.limit() + " living processes, which is as many as it may have; do processes start"
                    + " processes without end? otherwise let some end, or give the work to a Pool");
            assertThat(crowded.readLine()).isEqualTo("0");
            assertThat(crowded.readLine()).isEqualTo("2");
            assertThat(crowded.awaitEnd()).isZero();
        }
    }
}
