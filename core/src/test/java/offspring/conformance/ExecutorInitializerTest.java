package offspring.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import offspring.PoolBrokenException;
import offspring.pool.AsyncResult;
import offspring.pool.Pool;
import offspring.testing.Gate;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** CPython's initializer cases, of pools and of executors. */
@ExtendWith(LeakCheck.class)
class ExecutorInitializerTest {

    private static String state = "uninitialized";

    @TempDir
    Path directory;

    @Test
    void testInitializer() throws Exception {
        try (Pool pool = Pool.builder().processes(2).initializer(() -> state = "initialized").build()) {
            List<AsyncResult<String>> results = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                results.add(pool.submit(() -> state));
            }
            for (AsyncResult<String> result : results) {
                assertThat(result.get()).isEqualTo("initialized");
            }
        }
        assertThat(state).as("the parent's own").isEqualTo("uninitialized");
    }

    @Test
    void testPoolInitializer() throws Exception {
        Gate gate = Gate.in(directory);
        try (Pool pool = Pool.builder()
                .processes(1)
                .initializer(() -> gate.count("initialized"))
                .build()) {
            assertThat(gate.counted("initialized")).isZero();
            assertThat(pool.map(Work::square, Work.range(10))).isEqualTo(Work.squares(10));
        }
        assertThat(gate.counted("initialized")).isEqualTo(1);
    }

    @Test
    void failingInitializerBreaksThePool() throws Exception {
        Gate gate = Gate.in(directory);
        Pool pool = Pool.builder()
                .processes(2)
                .initializer(() -> {
                    gate.count("tried");
                    Work.failing("in the initializer");
                })
                .build();
        try (pool) {
            AsyncResult<Integer> result = pool.submit(() -> 42);
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(result::get)
                    .havingCause()
                    .isInstanceOf(PoolBrokenException.class)
                    .havingCause()
                    .isInstanceOf(Work.SayingException.class)
                    .withMessage("in the initializer");
            assertThatExceptionOfType(PoolBrokenException.class).isThrownBy(() -> pool.apply(() -> 42));
        }
        assertThat(gate.counted("tried")).as("no respawning for ever").isLessThanOrEqualTo(10);
    }
}
