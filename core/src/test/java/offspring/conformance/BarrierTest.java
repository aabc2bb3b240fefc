package offspring.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;
import offspring.Action;
import offspring.process.ChildProcess;
import offspring.process.StartMethod;
import offspring.sync.SharedBarrier;
import offspring.sync.SharedSemaphore;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** CPython's {@code _TestBarrier}, over processes and over threads. Semaphores without owners are the counters. */
@ExtendWith(LeakCheck.class)
class BarrierTest {

    private static final int N = 5;

    private final SharedBarrier barrier = SharedBarrier.create(N);
    private final SharedSemaphore first = SharedSemaphore.createUnowned(0);
    private final SharedSemaphore second = SharedSemaphore.createUnowned(0);

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testBarrier(StartMethod method) throws Exception {
        lockstep(method, 1);
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testBarrier10(StartMethod method) throws Exception {
        lockstep(method, 10);
    }

    private void lockstep(StartMethod method, int rounds) throws Exception {
        SharedBarrier mine = barrier;
        SharedSemaphore before = first;
        SharedSemaphore after = second;
        inAll(method, () -> {
            for (int i = 0; i < rounds; i++) {
                before.release();
                mine.await();
                assertThat(before.availablePermits()).isEqualTo(N * (i + 1));
                after.release();
                assertThat(after.availablePermits()).isBetween(N * i + 1, N * (i + 1));
                mine.await();
                assertThat(after.availablePermits()).isEqualTo(N * (i + 1));
                mine.await();
            }
        });
        assertThat(barrier.waiting()).isZero();
        assertThat(barrier.isBroken()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testWaitReturn(StartMethod method) throws Exception {
        SharedBarrier mine = barrier;
        SharedSemaphore zeros = first;
        inAll(method, () -> {
            if (mine.await() == 0) {
                zeros.release();
            }
        });
        assertThat(zeros.availablePermits()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testAction(StartMethod method) throws Exception {
        SharedSemaphore runs = first;
        SharedBarrier acting = SharedBarrier.create(N, runs::release, null);
        inAll(method, () -> {
            acting.await();
            assertThat(runs.availablePermits()).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testAbort(StartMethod method) throws Exception {
        SharedBarrier mine = barrier;
        SharedSemaphore passed = first;
        SharedSemaphore broken = second;
        inAll(method, () -> {
            try {
                if (mine.await() == N / 2) {
                    throw new IllegalStateException("expected");
                }
                mine.await();
                passed.release();
            } catch (BrokenBarrierException expected) {
                broken.release();
            } catch (IllegalStateException expected) {
                mine.abort();
            }
        });
        assertThat(passed.availablePermits()).isZero();
        assertThat(broken.availablePermits()).isEqualTo(N - 1);
        assertThat(barrier.isBroken()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testReset(StartMethod method) throws Exception {
        SharedBarrier mine = barrier;
        SharedSemaphore passed = first;
        SharedSemaphore broken = second;
        inAll(method, () -> {
            if (mine.await() == N / 2) {
                while (mine.waiting() < N - 1) {
                    Thread.onSpinWait();
                }
                mine.reset();
            } else {
                try {
                    mine.await();
                    passed.release();
                } catch (BrokenBarrierException expected) {
                    broken.release();
                }
            }
        });
        assertThat(passed.availablePermits()).isZero();
        assertThat(broken.availablePermits()).isEqualTo(N - 1);
        assertThat(barrier.isBroken()).isFalse();
        passes(method);
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testAbortAndReset(StartMethod method) throws Exception {
        SharedBarrier mine = barrier;
        SharedBarrier fence = SharedBarrier.create(N);
        SharedSemaphore broken = second;
        inAll(method, () -> {
            try {
                if (mine.await() == N / 2) {
                    mine.abort();
                } else {
                    mine.await();
                }
            } catch (BrokenBarrierException expected) {
                broken.release();
            }
            if (fence.await() == N / 2) {
                mine.reset();
            }
            fence.await();
            mine.await();
        });
        assertThat(broken.availablePermits()).isEqualTo(N - 1);
        assertThat(barrier.isBroken()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testTimeout(StartMethod method) throws Exception {
        SharedBarrier mine = barrier;
        SharedSemaphore late = first;
        SharedSemaphore broken = second;
        inAll(method, () -> {
            try {
                if (mine.await() == N / 2) {
                    late.release();
                } else {
                    mine.await(Duration.ofMillis(200));
                }
            } catch (BrokenBarrierException | TimeoutException expected) {
                broken.release();
            }
        });
        assertThat(late.availablePermits()).isEqualTo(1);
        assertThat(broken.availablePermits()).isEqualTo(N - 1);
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testDefaultTimeout(StartMethod method) throws Exception {
        SharedBarrier mine = SharedBarrier.create(N, null, Duration.ofMillis(200));
        SharedSemaphore broken = second;
        List<ChildProcess> children = new ArrayList<>();
        for (int i = 0; i < N - 1; i++) {
            children.add(start(method, () -> {
                try {
                    mine.await();
                } catch (BrokenBarrierException expected) {
                    broken.release();
                }
            }));
        }
        end(children);
        assertThat(broken.availablePermits()).isEqualTo(N - 1);
        assertThat(mine.isBroken()).isTrue();
    }

    @Test
    void testSingleThread() throws Exception {
        SharedBarrier single = SharedBarrier.create(1);
        single.await();
        single.await();
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void testThousand(StartMethod method) throws Exception {
        SharedBarrier mine = barrier;
        SharedSemaphore passages = first;
        inAll(method, () -> {
            for (int i = 0; i < 1_000; i++) {
                mine.await();
                passages.release();
            }
        });
        assertThat(passages.availablePermits()).isEqualTo(1_000 * N);
    }

    private void passes(StartMethod method) throws Exception {
        SharedBarrier mine = barrier;
        inAll(method, mine::await);
    }

    private static void inAll(StartMethod method, Action body) throws InterruptedException {
        List<ChildProcess> children = new ArrayList<>();
        for (int i = 0; i < N; i++) {
            children.add(start(method, body));
        }
        end(children);
    }

    private static void end(List<ChildProcess> children) throws InterruptedException {
        for (ChildProcess child : children) {
            child.join();
            assertThat(child.exitCode()).hasValue(0);
        }
    }

    private static ChildProcess start(StartMethod method, Action body) {
        return ChildProcess.builder().startMethod(method).start(body);
    }
}
