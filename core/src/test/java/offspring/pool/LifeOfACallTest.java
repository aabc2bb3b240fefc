package offspring.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import offspring.process.StartMethod;
import offspring.testing.LeakCheck;
import offspring.worker.Probe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The steps of a map, so that the table in ARCHITECTURE.md cannot rot. */
@ExtendWith(LeakCheck.class)
class LifeOfACallTest {

    @Test
    void aMapTakesTheseSteps() throws Exception {
        Set<String> steps = Collections.synchronizedSet(new LinkedHashSet<>());
        try (Pool pool = Pool.builder().processes(1).startMethod(StartMethod.THREAD).build()) {
            pool.apply(() -> "the worker is up");
            int captured = 1;
            Probe.watch(steps::add);
            assertThat(pool.map((Integer a) -> a + captured, List.of(1, 2, 3))).containsExactly(2, 3, 4);
        } finally {
            Probe.watch(null);
        }
        // The worker may have read the chunk before it was rung for; nobody reads an outcome before that.
        assertThat(steps).containsSubsequence(
                "pool.Feeder: worker chosen", "ring.Doorbell: rung", "pool.OutcomeRuns: outcomes read");
        assertThat(steps)
                .filteredOn(step -> !step.equals("ring.Doorbell: rung"))
                .containsExactly(
                        "pool.LocalPool: map",
                        "wire.Payload: function to bytes",
                        "pool.Chunker: chunk",
                        "pool.TaskTable: task registered",
                        "pool.Feeder: worker chosen",
                        "worker.WorkerLoop: chunk read",
                        "worker.TaskRunner: item run",
                        "pool.OutcomeRuns: outcomes read",
                        "pool.TaskFuture: completed",
                        "pool.MapTask: decoded by the caller");
    }
}
