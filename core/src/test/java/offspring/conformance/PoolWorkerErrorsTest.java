package offspring.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import offspring.NotShippableException;
import offspring.pool.AsyncResult;
import offspring.pool.Pool;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** CPython's {@code _TestPoolWorkerErrors}. */
@ExtendWith(LeakCheck.class)
class PoolWorkerErrorsTest {

    @Test
    void testAsyncErrorCallback() throws Exception {
        try (Pool pool = Pool.create(2)) {
            List<Throwable> seen = new ArrayList<>();
            AsyncResult<Integer> result =
                    pool.applyAsync(() -> Work.failing("key"), value -> seen.add(null), seen::add);
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(result::get)
                    .withCauseInstanceOf(Work.SayingException.class);
            assertThat(seen).singleElement().isInstanceOf(Work.SayingException.class);
        }
    }

    @Test
    void testUnpickleableResult() throws Exception {
        try (Pool pool = Pool.create(2)) {
            for (int i = 0; i < 20; i++) {
                List<Throwable> seen = new ArrayList<>();
                AsyncResult<Object> result =
                        pool.applyAsync(() -> new Work.Unshippable("result"), value -> seen.add(null), seen::add);
                assertThatExceptionOfType(ExecutionException.class)
                        .isThrownBy(result::get)
                        .withCauseInstanceOf(NotShippableException.class);
                assertThat(seen)
                        .singleElement()
                        .isInstanceOfSatisfying(NotShippableException.class, failure -> assertThat(
                                        failure.offendingType())
                                .isEqualTo(Work.Unshippable.class.getName()));
            }
            assertThat(pool.workers()).hasSizeLessThanOrEqualTo(2);
        }
    }
}
