package offspring.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import offspring.Action;
import offspring.process.ChildProcess;
import offspring.process.StartMethod;
import offspring.sync.SharedSemaphore;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** CPython's {@code _TestSemaphore}, over processes and over threads: the other side looks, too. */
@ExtendWith(LeakCheck.class)
class SemaphoreTest {

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testSemaphore(StartMethod method) throws Exception {
        SharedSemaphore semaphore = SharedSemaphore.create(2);
        sequence(method, semaphore);
        semaphore.release();
        assertThat(semaphore.availablePermits()).isEqualTo(3);
        semaphore.release();
        assertThat(semaphore.availablePermits()).isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testBoundedSemaphore(StartMethod method) throws Exception {
        SharedSemaphore semaphore = SharedSemaphore.createBounded(2);
        sequence(method, semaphore);
        assertThatThrownBy(semaphore::release).isInstanceOf(IllegalStateException.class);
        assertThat(semaphore.availablePermits()).isEqualTo(2);
    }

    private static void sequence(StartMethod method, SharedSemaphore semaphore) throws Exception {
        assertThat(semaphore.availablePermits()).isEqualTo(2);
        semaphore.acquire();
        assertThat(semaphore.availablePermits()).isEqualTo(1);
        inChild(method, semaphore::acquire);
        assertThat(semaphore.availablePermits()).isZero();
        assertThat(semaphore.tryAcquire()).isFalse();
        assertThat(semaphore.availablePermits()).isZero();
        inChild(method, semaphore::release);
        assertThat(semaphore.availablePermits()).isEqualTo(1);
        semaphore.release();
        assertThat(semaphore.availablePermits()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testTimeout(StartMethod method) throws Exception {
        SharedSemaphore semaphore = SharedSemaphore.create(0);
        inChild(method, () -> {
            assertThat(semaphore.tryAcquire()).isFalse();
            assertThat(semaphore.tryAcquire(Duration.ZERO)).isFalse();
            assertThat(semaphore.tryAcquire(-1, TimeUnit.SECONDS)).isFalse();
            assertThat(semaphore.tryAcquire(Duration.ofMillis(50))).isFalse();
            assertThat(semaphore.tryAcquire(50, TimeUnit.MILLISECONDS)).isFalse();
        });
    }

    private static void inChild(StartMethod method, Action body) throws InterruptedException {
        ChildProcess child = ChildProcess.builder().startMethod(method).start(body);
        child.join();
        assertThat(child.exitCode()).hasValue(0);
    }
}
