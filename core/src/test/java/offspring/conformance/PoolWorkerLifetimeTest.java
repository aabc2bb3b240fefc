package offspring.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import offspring.pool.AsyncResult;
import offspring.pool.Pool;
import offspring.testing.FreshJvm;
import offspring.testing.LeakCheck;
import offspring.testing.RunningProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** CPython's {@code _TestPoolWorkerLifetime}. */
@ExtendWith(LeakCheck.class)
class PoolWorkerLifetimeTest {

    @TempDir
    Path directory;

    @Test
    void testPoolWorkerLifetime() throws Exception {
        try (Pool pool = Pool.builder().processes(3).maxTasksPerWorker(10).build()) {
            List<AsyncResult<Long>> results = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                results.add(pool.applyAsync(Work::pid));
            }
            Map<Long, Long> tasksByWorker = values(results).stream()
                    .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
            assertThat(tasksByWorker.values()).allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(10));
            assertThat(tasksByWorker).hasSizeGreaterThanOrEqualTo(10);
        }
    }

    /** Counts calls of the function, in chunks too (CPython counts chunks). */
    @Test
    void maxTasksPerWorkerCountsCallsInsideChunks() throws Exception {
        try (Pool pool = Pool.builder().processes(2).maxTasksPerWorker(10).build()) {
            Map<Long, Long> tasksByWorker = pool.map(x -> Work.pid(), Work.range(100), 25).stream()
                    .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
            assertThat(tasksByWorker.values()).allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(10));
        }
    }

    @Test
    void testPoolWorkerLifetimeEarlyClose() throws Exception {
        Pool pool = Pool.builder().processes(3).maxTasksPerWorker(1).build();
        List<AsyncResult<Long>> results = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            results.add(pool.applyAsync(Work::pid));
        }
        pool.shutdown();
        pool.join();
        Set<Long> pids = new HashSet<>(values(results));
        assertThat(pids).hasSize(6);
    }

    @Test
    void testPoolMaxtasksperchildInvalid() {
        for (int invalid : new int[] {0, -1}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Pool.builder().maxTasksPerWorker(invalid).build());
        }
    }

    @Test
    void testWorkerFinalizationViaAtexitHandlerOfMultiprocessing() throws Exception {
        try (RunningProgram program = FreshJvm.in(directory)
                .source("Unclosed.java", """
                        import module offspring;

                        static Pool pool;

                        void main() throws Exception {
                            pool = Pool.create(2);
                            IO.println(pool.map(x -> x * x, List.of(1, 2, 3)));
                        }
                        """)
                .launch("Unclosed.java")) {
            assertThat(program.awaitEnd()).isEqualTo(new RunningProgram.Result(0, "[1, 4, 9]\n", ""));
            program.awaitNoFamily();
        }
    }

    private static <T> List<T> values(List<AsyncResult<T>> results) throws Exception {
        List<T> values = new ArrayList<>();
        for (AsyncResult<T> result : results) {
            values.add(result.get());
        }
        return values;
    }
}
